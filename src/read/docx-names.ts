import type { XmlAttributes, XmlHandler } from '../original/xml-scanner.ts';

const WORD_NAMESPACE =
  /xmlns:([\w.-]+)\s*=\s*["'](?:http:\/\/schemas\.openxmlformats\.org\/wordprocessingml\/2006\/main|http:\/\/purl\.oclc\.org\/ooxml\/wordprocessingml\/main)["']/;
/** Namespaces are declared at the head of a part. */
const HEAD_LENGTH = 10_000;

/** A handler that sees WordprocessingML under its usual prefix `w:`, whatever prefix the writer of the file chose. */
export function underWordPrefix(xml: string, handler: XmlHandler): XmlHandler {
  const prefix = WORD_NAMESPACE.exec(xml.slice(0, HEAD_LENGTH))?.[1] ?? 'w';
  if (prefix === 'w') return handler;
  const foreign = `${prefix}:`;
  const usual = (name: string): string => (name.startsWith(foreign) ? `w:${name.slice(foreign.length)}` : name);
  return {
    open: (name, attributes) => {
      const renamed: XmlAttributes = {
        get: (asked) => attributes.get(asked.startsWith('w:') ? foreign + asked.slice(2) : asked),
      };
      handler.open(usual(name), renamed);
    },
    close: (name) => handler.close(usual(name)),
    text: handler.text,
  };
}

/** Is a switch such as `w:vanish` on? It is where it stands without a value. */
export function isOn(attributes: XmlAttributes): boolean {
  const value = attributes.get('w:val');
  return value !== '0' && value !== 'false' && value !== 'off' && value !== 'none';
}

/** The whole number in an attribute of a Word element; undefined where there is none. */
export function numberIn(attributes: XmlAttributes, name = 'w:val'): number | undefined {
  const value = attributes.get(name);
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}
