import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { AuthorizedStatusService } from './AuthorizedStatusService';

function serviceThat(result: AuthorizeResult.ALLOW | AuthorizeResult.DENY) {
  const authorize = jest.fn(
    async () => [{ result }] as [{ result: typeof result }],
  );
  const permissions = mockServices.permissions.mock({ authorize });
  const statuses = jest.fn(() => []);
  const engine = jest.fn(async () => undefined);
  const service = new AuthorizedStatusService({
    permissions,
    engine,
    trust: { statuses },
  });
  return { service, authorize, statuses, engine };
}

describe('AuthorizedStatusService', () => {
  const user = mockCredentials.user();

  it('answers those who may see all evidence', async () => {
    const { service, authorize } = serviceThat(AuthorizeResult.ALLOW);
    expect(await service.status(user)).toEqual({ authorities: [] });
    expect(authorize).toHaveBeenCalledWith(
      [
        {
          permission: expect.objectContaining({
            name: 'provenance.evidence.read.all',
          }),
        },
      ],
      { credentials: user },
    );
  });

  it('S11.2 answers nobody else, and asks for nothing', async () => {
    const { service, statuses, engine } = serviceThat(AuthorizeResult.DENY);
    await expect(service.status(user)).rejects.toThrow(
      'needs the permission provenance.evidence.read.all',
    );
    expect(statuses).not.toHaveBeenCalled();
    expect(engine).not.toHaveBeenCalled();
  });
});
