/** What an element has inside: texts stay texts, whatever they hold. */
export type Content = Node | string | null;

type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element of HTML. An attribute that is true stands without a value, one that is false is left out. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...contents: readonly Content[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), attributes, contents);
}

export function button(label: string, pressed: () => unknown, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', pressed);
  return made;
}

function filled<E extends Element>(made: E, attributes: Attributes, contents: readonly Content[]): E {
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  made.append(...contents.filter((content) => content !== null));
  return made;
}
