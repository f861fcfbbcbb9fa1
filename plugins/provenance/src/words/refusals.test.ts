import { refusalOf } from './refusals';

describe('what the backend had against it', () => {
  it('is the code and the words of the cause, made visible', () => {
    const cause = {
      ...{ name: 'ProposalRefusedError', code: 'base-moved' },
      message: 'version 43\u202e is in force',
    };
    const error = Object.assign(new Error('Request failed with 409 Conflict'), {
      ...{ name: 'ResponseError', statusCode: 409, cause },
    });
    expect(refusalOf(error)).toEqual({
      code: 'base-moved',
      message: 'version 43\\u{202e} is in force',
      ...{ isForbidden: false, isMissing: false },
    });
  });

  it('is in the body where a client knows no cause', () => {
    const body = { error: { name: 'NotAllowedError', message: 'no reviewer' } };
    expect(refusalOf({ statusCode: 403, body })).toEqual({
      message: 'no reviewer',
      ...{ isForbidden: true, isMissing: false },
    });
  });

  it.each([
    [{ statusCode: 404 }, 'The backend did not answer.', true],
    [{ name: 'NotFoundError', message: 'gone' }, 'gone', true],
    [new Error('offline'), 'offline', false],
    ['a text', 'The backend did not answer.', false],
    [undefined, 'The backend did not answer.', false],
    [{ cause: { code: 7, message: {} } }, 'The backend did not answer.', false],
  ])('has words for %p', (error, message, isMissing) => {
    expect(refusalOf(error)).toEqual({
      ...{ message, isMissing, isForbidden: false },
    });
  });
});
