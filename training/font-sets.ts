/** A font as the renderer is asked for it. */
export interface Font {
  readonly family: string;
  readonly weight?: 'bold' | '300' | '500';
  readonly style?: 'italic';
}

function plain(...families: string[]): Font[] {
  return families.map((family) => ({ family }));
}

function bold(...families: string[]): Font[] {
  return families.map((family) => ({ family, weight: 'bold' }));
}

function italic(...families: string[]): Font[] {
  return families.map((family) => ({ family, style: 'italic' }));
}

/**
 * Three sets of type that share no design: clones of one face (Liberation Serif and Tinos, Nimbus Sans and Heros) stand in one set
 * only. Each has its Times, its Helvetica, its 宋体 and its 黑体.
 */
export const FONTS = {
  /** The line net learns from these; the glyph net's certainty is fitted on them. */
  line: [
    ...plain('Liberation Serif', 'Liberation Sans', 'Liberation Sans Narrow', 'DejaVu Sans', 'DejaVu Serif'),
    ...plain(
      'AR PL UMing CN',
      'AR PL Mingti2L Big5',
      'Noto Sans CJK SC',
      'Carlito',
      'FreeSans',
      'IPAMincho',
      'IPAGothic',
    ),
    ...plain('UnBatang', 'Cabin', 'Open Sans', 'Lato', 'Linux Libertine O', 'Noto Serif', 'cwTeXFangSong', 'P052'),
    ...plain('Latin Modern Roman', 'PT Serif', 'Inter', 'Ume Mincho', 'Gentium Plus', 'Caladea', 'Liberation Serif'),
    ...plain('AR PL UMing CN', 'Noto Sans CJK SC', 'Carlito'),
    ...bold('Liberation Serif', 'Liberation Sans', 'Noto Sans CJK SC', 'Carlito', 'DejaVu Sans', 'Noto Serif'),
    ...italic('Liberation Serif', 'Carlito', 'Liberation Sans'),
    { family: 'Noto Sans CJK SC', weight: '300' },
    { family: 'Lato', weight: '300' },
  ],
  /** The glyph net learns from these; the line net's certainty is fitted on them. */
  glyph: [
    ...plain(
      'FreeSerif',
      'Nimbus Sans',
      'Nimbus Roman',
      'URW Bookman',
      'cwTeXMing',
      'WenQuanYi Micro Hei',
      'MigMix 1P',
    ),
    ...plain('Sawarabi Mincho', 'VL PGothic', 'Quattrocento', 'Manrope', 'Oxygen-Sans', 'Cantarell', 'AR PL KaitiM GB'),
    ...plain('HanaMinA', 'Garuda', 'Norasi', 'UnDotum', 'Latin Modern Sans', 'Ume Gothic', 'Universalis ADF Std'),
    ...plain('Linux Biolinum O', 'GFS Artemisia', 'FreeSerif', 'Nimbus Roman', 'Nimbus Sans', 'Droid Sans Fallback'),
    ...bold('FreeSerif', 'Nimbus Sans', 'Quattrocento', 'MigMix 1P', 'Nimbus Roman', 'cwTeXHeiBold'),
    ...italic('FreeSerif', 'Nimbus Sans'),
  ],
  /** Nothing learns from these. */
  heldOut: [
    ...plain(
      'STIX',
      'STIXGeneral',
      'Noto Serif CJK SC',
      'AR PL UKai CN',
      'AR PL SungtiL GB',
      'WenQuanYi Zen Hei',
      'TW-Sung',
    ),
    ...plain(
      'LXGW WenKai',
      'Roboto',
      'PT Sans',
      'Charis SIL',
      'C059',
      'Old Standard TT',
      'GFS Didot',
      'Noto Sans',
      'TW-Kai',
    ),
    ...bold('Noto Serif CJK SC', 'Roboto', 'Noto Sans', 'C059'),
  ],
} as const satisfies Record<string, readonly Font[]>;
