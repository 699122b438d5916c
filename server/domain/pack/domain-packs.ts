import { Pack } from './pack.schema';
import science from './science.pack.json';
import software from './software.pack.json';

/** The packs that come with the product, validated when this module loads. */
export const domainPacks = {
  software: Pack.parse(software),
  science: Pack.parse(science),
} as const;
