import {
  Atom,
  BookOpen,
  CodeXml,
  Compass,
  Flag,
  FlaskConical,
  Library,
  LibraryBig,
  type LucideIcon,
  Microscope,
  PenTool,
  ScanEye,
  ShieldCheck,
  SquareUser,
  Telescope,
} from 'lucide-react';

const icons: Record<string, LucideIcon> = {
  atom: Atom,
  'book-open': BookOpen,
  code: CodeXml,
  'code-xml': CodeXml,
  compass: Compass,
  flag: Flag,
  'flask-conical': FlaskConical,
  library: Library,
  'library-big': LibraryBig,
  microscope: Microscope,
  'pen-tool': PenTool,
  'scan-eye': ScanEye,
  'shield-check': ShieldCheck,
  telescope: Telescope,
};

/** The drawing of an icon that a role names; a person in a frame where the name is unknown. */
export function roleIcon(name: string): LucideIcon {
  return icons[name] ?? SquareUser;
}
