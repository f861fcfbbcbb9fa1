const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Two machines' clocks differ a little; further ahead is worth showing as it is. */
const clockSkew = 2 * minute;

/** `2026-11-20 14:02:11 UTC`, for hover and for readers in several time zones. */
export function exactTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return 'unknown time';
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `12 min ago`, `3 h ago`, `yesterday, 14:02`, `12 Nov`. */
export function ago(iso: string, now: Date): string {
  const age = now.getTime() - new Date(iso).getTime();
  if (Number.isNaN(age)) return 'at an unknown time';
  if (age < -clockSkew) return `at ${exactTime(iso)}`;
  if (age < minute) return 'just now';
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < day) return `${Math.floor(age / hour)} h ago`;
  return age < 7 * day ? moment(iso, now) : date(iso, now);
}

/** `today, 14:02`, `yesterday, 14:02`, `Tue, 14:02`, `12 Nov, 14:02`. */
export function moment(iso: string, now: Date): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return 'at an unknown time';
  return `${dayName(time, now)}, ${format(time, {
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  })}`;
}

/** `since 14:02`, `since yesterday`, `since Tue`, `since 12 Nov`. */
export function since(iso: string, now: Date): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return 'since an unknown time';
  const name = dayName(time, now);
  return name === 'today'
    ? `since ${moment(iso, now).replace('today, ', '')}`
    : `since ${name}`;
}

function date(iso: string, now: Date): string {
  const time = new Date(iso);
  const sameYear = time.getFullYear() === now.getFullYear();
  return format(time, {
    day: 'numeric',
    month: 'short',
    year: sameYear ? undefined : 'numeric',
  });
}

function dayName(time: Date, now: Date): string {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / day);
  if (days === 0) return 'today';
  if (days === 1) return 'yesterday';
  if (days > 1 && days < 7) return format(time, { weekday: 'short' });
  return date(time.toISOString(), now);
}

function startOfDay(time: Date): number {
  return new Date(
    time.getFullYear(),
    time.getMonth(),
    time.getDate(),
  ).getTime();
}

function format(time: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', options).format(time);
}
