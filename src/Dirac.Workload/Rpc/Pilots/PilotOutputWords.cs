using Dirac.Model.Api;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>What a pilot printed, as DIRAC's clients expect it.</summary>
internal static class PilotOutputWords
{
    public static RpcReply Reply(string vo, PilotOutputReply output)
    {
        // A log is what DIRAC's remote logs are: it is told as the output.
        var (printed, complaints) = output.FromLog ? (output.StdError, "") : (output.StdOutput, output.StdError);
        if (printed.Length + complaints.Length == 0) return RpcReply.Fail($"Pilot {output.PilotStamp} has handed in no output yet");
        return RpcReply.Ok(WireValue.Dict(("StdOut", printed), ("StdErr", complaints), ("VO", vo), ("FileList", WireValue.List())));
    }
}
