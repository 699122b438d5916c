import { validatePack } from './pack.rules';
import { Pack } from './pack.schema';
import science from './science.pack.json';
import software from './software.pack.json';

/** The packs that come with the product, validated when this module loads. */
export const domainPacks = {
  software: readPack(software),
  science: readPack(science),
} as const;

/** Throws ZodError for a wrong shape, Error for parts that do not fit together; both name the place. */
export function readPack(json: unknown): Pack {
  const pack = Pack.parse(json);
  const issues = validatePack(pack).map(({ code, path, key }) => `${path}: ${code} (${key})`);
  if (issues.length > 0)
    throw new Error(`domain pack ${pack.key} does not hold together: ${issues.join('; ')}`);
  return pack;
}
