import { originText } from '../format/origin-text.js';
import type { NameService } from '../name-service.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { originOf } from '../origins/origins-of.js';

/** The same names with the origin behind each, `gw.example [AS64500]`; the address where there is none, or none is wanted. */
export function namesWithOrigins(names: NameService, origins: OriginLookup, numeric: boolean): NameService {
  return {
    lookup: (name) => names.lookup(name),
    async reverse(address) {
      const name = numeric ? null : await names.reverse(address);
      return `${name ?? address} [${originText(originOf(address, origins))}]`;
    },
  };
}
