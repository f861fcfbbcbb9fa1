import { compilePattern, PatternError } from '../pattern';

/** A pattern that cannot be read is met by nobody (S2.2). */
export function fitsPattern(pattern: string, text: string): boolean {
  try {
    return compilePattern(pattern).matches(text);
  } catch (error) {
    if (error instanceof PatternError) return false;
    throw error;
  }
}
