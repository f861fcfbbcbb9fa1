/** Where anybody gets a mailbox. */
const domains = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'yahoo.com',
  'icloud.com',
  'me.com',
  'proton.me',
  'protonmail.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  'aol.com',
  'mail.ru',
  'yandex.ru',
  'qq.com',
  '163.com',
  'users.noreply.github.com',
]);

export function isPersonalDomain(domain: string): boolean {
  return domains.has(domain.toLowerCase());
}
