namespace Dirac.Security.Certificates.Validation;

/// <summary>What a user's or host's own certificate is worth.</summary>
/// <param name="Refused">What is wrong; null when it is accepted.</param>
/// <param name="ExpiresAt">When the first of it and its authorities ends.</param>
/// <param name="GoodUntil">Until when the verdict may be remembered: the end of the chain or of a revocation list, whichever is first.</param>
internal sealed record EndEntityVerdict(ChainVerdict.Refused? Refused, DateTimeOffset ExpiresAt, DateTimeOffset GoodUntil)
{
    /// <summary>Not accepted.</summary>
    public static EndEntityVerdict Refuse(ChainFault fault, string subject) => new(new ChainVerdict.Refused(fault, subject), default, default);
}
