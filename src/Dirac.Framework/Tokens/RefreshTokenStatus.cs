namespace Dirac.Framework.Tokens;

/// <summary>Values of the column <c>Status</c>, DiracX's.</summary>
internal static class RefreshTokenStatus
{
    public const string Created = "CREATED";
    public const string Revoked = "REVOKED";
}
