using Dirac.Hosting.Rpc.Calling;
using Dirac.Hosting.Rpc.Declaring;
using Dirac.Model.Api;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Pilots.Records;

namespace Dirac.Workload.Rpc.Pilots;

/// <summary>DIRAC's TornadoPilotLogging: pilots send their logs, which are rows of ours and no files.</summary>
[RpcService("WorkloadManagement/PilotLogging")]
internal sealed class PilotLoggingRpc(WritePilotLog write, ReadPilotRecords records, TimeProvider clock)
{
    private const int LinesAtOnce = 1_000;
    private const int MostLines = 10_000;
    private const string BadName = "Pilot UUID is invalid";

    /// <summary>Lines of a pilot's log: a JSON text, or a list of them.</summary>
    [RpcMethod(DiracProperties.Operator, DiracProperties.GenericPilot, Protocols = RpcProtocols.Https)]
    public async Task<RpcReply> SendMessageAsync(RpcCall call, string message, string pilotUUID, string wnVO, CancellationToken cancellationToken)
    {
        if (PilotLogWords.StampOf(pilotUUID) is not { } stamp) return RpcReply.Fail(BadName);
        if (PilotLogWords.LinesOf(message) is not { } lines) return RpcReply.Fail("The message is neither a JSON text nor a list of them");
        var caller = Caller(call, wnVO);
        foreach (var part in lines.Chunk(LinesAtOnce)) await write.RunAsync(caller, stamp, new PilotLogLines(part), cancellationToken);
        return RpcReply.Ok($"Message logged successfully for pilot: {pilotUUID} and {caller.Vo}");
    }

    /// <summary>Says that a log has ended.</summary>
    [RpcMethod(DiracProperties.Operator, "Pilot", DiracProperties.GenericPilot, Protocols = RpcProtocols.Https)]
    public async Task<RpcReply> FinaliseLogsAsync(RpcCall call, WireValue payload, string pilotUUID, string wnVO, CancellationToken cancellationToken)
    {
        _ = payload;
        if (PilotLogWords.StampOf(pilotUUID) is not { } stamp) return RpcReply.Fail(BadName);
        await write.RunAsync(Caller(call, wnVO), stamp, new PilotLogLines([], Final: true), cancellationToken);
        return RpcReply.Ok();
    }

    /// <summary>The log of a pilot so far.</summary>
    [RpcMethod(RpcRules.ByDefault, Protocols = RpcProtocols.Https)]
    public async Task<RpcReply> GetLogsAsync(RpcCall call, string logfile, string vo, CancellationToken cancellationToken)
    {
        if (PilotLogWords.StampOf(logfile) is not { } stamp) return RpcReply.Fail(BadName);
        var log = await records.LogAsync(Caller(call, vo), stamp, 0, MostLines, MostLines, cancellationToken);
        return RpcReply.Ok(WireValue.Dict(("StdOut", string.Concat(log.Lines.Select(line => $"{line.Text}\n")))));
    }

    /// <summary>Where the files are: there are none.</summary>
    [RpcMethod(DiracProperties.Operator, DiracProperties.TrustedHost, Protocols = RpcProtocols.Https)]
    public static RpcReply GetMetadata() => RpcReply.Fail("No Pilot logging directory defined");

    // Only a caller without a VO may say which it means.
    private Caller Caller(RpcCall call, string vo) => call.Caller.IsHost || call.Caller.Vo.Length == 0 ? call.ToCaller(clock.GetUtcNow()) with { Vo = vo } : call.ToCaller(clock.GetUtcNow());
}
