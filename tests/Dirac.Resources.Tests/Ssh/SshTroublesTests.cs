using Dirac.Resources.Computing;
using Dirac.Resources.Ssh;

namespace Dirac.Resources.Tests.Ssh;

public sealed class SshTroublesTests
{
    // As OpenSSH 9.2 says it.
    [Theory]
    [InlineData("ada@gate: Permission denied (publickey).\nKilled by signal 1.\n", CETrouble.LoginNeeded, "node wants a login: ada@gate: Permission denied (publickey).")]
    [InlineData(
        "ssh: connect to host gate port 22: Connection refused\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535\n",
        CETrouble.TryAgain,
        "node cannot be reached: ssh: connect to host gate port 22: Connection refused")]
    [InlineData("kex_exchange_identification: Connection closed by remote host\n", CETrouble.TryAgain, "node cannot be reached: kex_exchange_identification: Connection closed by remote host")]
    [InlineData("debug1: Connecting\n", CETrouble.TryAgain, "node cannot be reached: ssh ended without a word")]
    public void Explain_ThroughAJumpHost_TellsTheReasonAndNotWhatFollowedFromIt(string error, CETrouble trouble, string message)
    {
        var told = SshTroubles.Explain(new SshTarget("node"), "dirac site login node", error);

        Assert.Equal((trouble, message), (told.Trouble, told.Message));
    }
}
