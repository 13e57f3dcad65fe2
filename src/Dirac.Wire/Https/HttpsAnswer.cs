using System.Net;
using Dirac.Wire.Replies;

namespace Dirac.Wire.Https;

/// <summary>What came of a call over HTTPS.</summary>
/// <param name="Reply">The reply, or what stands for it in the words of current clients.</param>
/// <param name="Status">The status; null when no answer came.</param>
/// <param name="IsServersFault">Whether another server of the same service may do better. This one may have acted all the same.</param>
public sealed record HttpsAnswer(RpcReply Reply, HttpStatusCode? Status, bool IsServersFault);
