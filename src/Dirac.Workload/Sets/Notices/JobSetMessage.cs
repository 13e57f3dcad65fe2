namespace Dirac.Workload.Sets.Notices;

/// <summary>Message: something is to be told.</summary>
/// <param name="MessageId">Its text and recipient.</param>
internal sealed record JobSetMessage(long MessageId);
