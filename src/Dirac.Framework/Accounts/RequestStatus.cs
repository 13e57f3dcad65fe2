namespace Dirac.Framework.Accounts;

/// <summary>What became of a wish to be registered.</summary>
internal static class RequestStatus
{
    public const string Waiting = "Waiting";
    public const string Approved = "Approved";
    public const string Refused = "Refused";
}
