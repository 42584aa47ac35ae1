/** The published types name these modules without their files, which Node asks for. */
declare module 'hyphen/fr/index.js' {
  const french: import('./pdf/hyphens.ts').Hyphenator
  export default french
}
declare module 'hyphen/en-gb/index.js' {
  const english: import('./pdf/hyphens.ts').Hyphenator
  export default english
}
