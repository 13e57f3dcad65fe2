namespace Dirac.Resources.Computing;

/// <summary>What sets one pilot of an order apart from the others.</summary>
/// <param name="Stamp">Its name.</param>
/// <param name="Secret">With which it logs in; reaches the pilot's standard input by a file for its owner only, which is gone when it is read.</param>
public sealed record PilotLaunch(string Stamp, string Secret);
