namespace Dirac.Client.Rpc;

/// <summary>The service has not seen the call, so another address may be tried.</summary>
internal sealed class NotReachedException(string message, Exception? inner = null) : Exception(message, inner);
