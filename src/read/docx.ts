import { SkipThis } from '../errors.ts';
import { decodeXml, scanXml } from '../original/xml-scanner.ts';
import { ZipArchive } from '../original/zip-archive.ts';
import type { Reading } from './document.ts';
import { scanDocxBody } from './docx-body.ts';
import { MOST_OF_ARCHIVE } from './limits.ts';
import { Numbering } from './word-numbering.ts';
import { readStyles } from './docx-styles.ts';
import { foldText } from './fold-text.ts';
import { layOutFlow } from './html-layout.ts';

export const DOCX_READER_VERSION = '1';
export const DOCX_MEDIA_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const USUAL_BODY = 'word/document.xml';

/**
 * Reads a Word document (.docx): headings as its styles say, paragraphs with their automatic numbers, tables with their
 * merged cells as spans, pictures by their place in the archive (`URL!/word/media/image1.png`). Headers, footers, notes
 * and comments are left out. The line of a locator counts the paragraphs of the document, those in cells included.
 *
 * @returns unreadable, with the reason, when it is damaged or larger than any report
 */
export function readDocx(bytes: Uint8Array, hints: { url: string }): Reading {
  try {
    return readParts(new ZipArchive(bytes, MOST_OF_ARCHIVE), hints.url);
  } catch (error) {
    if (error instanceof SkipThis) return unreadable(`the Word document cannot be read: ${error.message}`);
    throw error;
  }
}

function unreadable(reason: string): Reading {
  return { kind: 'unreadable', mediaType: DOCX_MEDIA_TYPE, reason };
}

function readParts(archive: ZipArchive, url: string): Reading {
  const bodyName = nameOfBody(archive);
  const folder = bodyName.slice(0, bodyName.lastIndexOf('/') + 1);
  const body = xmlOf(archive, bodyName);
  if (body === undefined) throw new SkipThis(`${bodyName} is not in it`);
  const styles = xmlOf(archive, `${folder}styles.xml`);
  const pictures = new Pictures(archive, bodyName, url);
  const { items, foreignParts } = scanDocxBody(body, {
    styles: styles === undefined ? new Map() : readStyles(styles),
    numbering: Numbering.from(xmlOf(archive, `${folder}numbering.xml`)),
    pictureOf: (relation) => pictures.addressOf(relation),
  });
  if (foreignParts > 0) throw new SkipThis('its text is embedded in another format (altChunk)');
  const blocks = layOutFlow(items, { firstTable: 0, resolve: (address) => address });
  const metadata = metadataOf(archive);
  return { kind: 'document', document: { reader: 'docx', readerVersion: DOCX_READER_VERSION, metadata, blocks } };
}

function xmlOf(archive: ZipArchive, name: string): string | undefined {
  const bytes = archive.read(name);
  return bytes && decodeXml(bytes, name);
}

/** `word/document.xml` nearly always; else what the package says. */
function nameOfBody(archive: ZipArchive): string {
  if (archive.names.includes(USUAL_BODY)) return USUAL_BODY;
  const body = [...relationsOf(archive, '').values()].find(({ type }) => type.endsWith('/officeDocument'));
  return body?.target.replace(/^\//, '') ?? USUAL_BODY;
}

interface Relation {
  readonly type: string;
  readonly target: string;
  readonly external: boolean;
}

/** @param part whose relations these are; '' for those of the package */
function relationsOf(archive: ZipArchive, part: string): Map<string, Relation> {
  const relations = new Map<string, Relation>();
  const slash = part.lastIndexOf('/') + 1;
  const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`;
  const xml = xmlOf(archive, name);
  if (xml === undefined) return relations;
  scanXml(xml, name, {
    open: (_tag, attributes) => {
      const id = attributes.get('Id');
      const target = attributes.get('Target');
      if (id === undefined || target === undefined) return;
      const external = attributes.get('TargetMode') === 'External';
      relations.set(id, { type: attributes.get('Type') ?? '', target, external });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

/** Where the pictures of a document are; the relations are read when the first is asked for. */
class Pictures {
  readonly #archive: ZipArchive;
  readonly #body: string;
  readonly #url: string;
  #relations: ReadonlyMap<string, Relation> | undefined;

  constructor(archive: ZipArchive, body: string, url: string) {
    this.#archive = archive;
    this.#body = body;
    this.#url = url;
  }

  addressOf(id: string): string | undefined {
    this.#relations ??= relationsOf(this.#archive, this.#body);
    const relation = this.#relations.get(id);
    if (!relation) return undefined;
    if (relation.external) return relation.target;
    const base = `package:/${this.#body}`;
    return URL.canParse(relation.target, base) ? `${this.#url}!${new URL(relation.target, base).pathname}` : undefined;
  }
}

/** What the file's properties call it, and who wrote it. */
function metadataOf(archive: ZipArchive): Map<string, string> {
  const metadata = new Map<string, string>();
  const xml = xmlOf(archive, 'docProps/core.xml');
  if (xml === undefined) return metadata;
  let key = '';
  scanXml(xml, 'docProps/core.xml', {
    open: (name) => {
      key = name === 'dc:title' ? 'title' : name === 'dc:creator' ? 'author' : '';
    },
    close: () => {
      key = '';
    },
    text: (data) => {
      const words = foldText(data);
      if (key !== '' && words !== '') metadata.set(key, (metadata.get(key) ?? '') + words);
    },
  });
  return metadata;
}
