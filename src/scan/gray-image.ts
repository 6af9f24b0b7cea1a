/** A picture in shades of grey. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, row by row from the top left: 0 is black, 255 white. */
  readonly pixels: Uint8Array;
}
