/** What a browser has that knows Trusted Types; elsewhere nothing asks for them. */
interface TrustedTypes {
  createPolicy(name: string, rules: Rules): Rules;
}

/** What they return stands for a string, and is one where types are concerned. */
interface Rules {
  createScriptURL(url: string): string;
  createHTML(markup: string): string;
}

/**
 * The two doors through which the page's policy lets a text become more than a text: the script of the page's own worker,
 * and the markup of Hoplite's own pictures. Nothing else may call it.
 */
export const trusted: Rules = policy({ createScriptURL: (ours) => ours, createHTML: (ours) => ours });

function policy(rules: Rules): Rules {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy('hoplite', rules) ?? rules;
}
