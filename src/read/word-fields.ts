interface Field {
  /** Between its beginning and its result stands the instruction, which is not shown. */
  shown: boolean;
  instruction: string;
}

const TABLE_OF_CONTENTS = /^\s*TOC\b/;

/** The fields that are open at a place of the text: page numbers, references, tables of contents. */
export class OpenFields {
  readonly #fields: Field[] = [];

  /** Is the text here an instruction, or a table of contents, which is no content of its own? */
  get hideText(): boolean {
    return this.#fields.some((field) => !field.shown);
  }

  /** @param type of a `w:fldChar`: `begin`, `separate`, `end` */
  character(type: string | undefined): void {
    if (type === 'begin') this.#fields.push({ shown: false, instruction: '' });
    else if (type === 'end') this.#fields.pop();
    else {
      const field = this.#fields.at(-1);
      if (field && !TABLE_OF_CONTENTS.test(field.instruction)) field.shown = true;
    }
  }

  instruction(data: string): void {
    const field = this.#fields.at(-1);
    if (field) field.instruction += data;
  }
}
