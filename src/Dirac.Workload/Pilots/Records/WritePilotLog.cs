using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Persistence;
using Dirac.Security.Identities;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Pilots.Records;

/// <summary>Takes lines of a pilot's log (DIRAC's sendMessage and finaliseLogs). Lines that come again are known by their numbers.</summary>
internal sealed class WritePilotLog(WorkloadDatabases databases, IOptions<PilotRecordsOptions> options)
{
    private const int MostLines = 1_000;
    private const long HighestNumber = 1_000_000_000_000;

    public Task<PilotLogTaken> RunAsync(Caller caller, string stamp, PilotLogLines request, CancellationToken cancellationToken)
    {
        if (request.Lines.WithoutHoles("Lines").Count > MostLines) throw new DiracException(ErrorCode.BadRequest, $"At most {MostLines} lines are taken at once.", "Send them in parts.");
        if (request.First is < 0 or > HighestNumber) throw new DiracException(ErrorCode.BadRequest, $"First is 0 to {HighestNumber}.");
        return databases.Pilots.WriteAsync((session, token) => WriteAsync(session, caller, stamp, request, token), cancellationToken);
    }

    private async Task<PilotLogTaken> WriteAsync(IDbSession session, Caller caller, string stamp, PilotLogLines request, CancellationToken cancellationToken)
    {
        var pilot = await PilotAccess.DemandAsync(session, caller, stamp, cancellationToken);
        var state = await PilotStateStore.LoadAsync(session, pilot.PilotID, cancellationToken);
        var first = request.First == 0 ? state.LogLines + 1 : request.First;
        var fresh = request.Lines.Skip((int)Math.Clamp(state.LogLines + 1 - first, 0, request.Lines.Count)).Select(LogText.Clean).ToList();
        var bytes = CutStart(fresh, options.Value.MaxLogBytes);
        first += request.Lines.Count - fresh.Count;
        var end = state.LogBytes + bytes;
        if (fresh.Count > 0)
        {
            var chunk = new PilotLogChunk { PilotID = pilot.PilotID, FirstLine = first, LineCount = fresh.Count, StartByte = state.LogBytes, Text = string.Join('\n', fresh) };
            await PilotLogStore.AddAsync(session, chunk, cancellationToken);
            await PilotLogStore.CutAsync(session, pilot.PilotID, end - options.Value.MaxLogBytes, cancellationToken);
        }

        var last = fresh.Count == 0 ? state.LogLines : first + fresh.Count - 1;
        await PilotStateStore.SetLogAsync(
            session, new PilotStateRow { PilotID = pilot.PilotID, LogLines = last, LogBytes = end, LogFinal = request.Final || state.LogFinal }, cancellationToken);
        return new PilotLogTaken(last);
    }

    // Leaves the last lines that fit; returns their size.
    private static long CutStart(List<string> lines, long most)
    {
        var (start, bytes) = (lines.Count, 0L);
        while (start > 0 && bytes + Encoding.UTF8.GetByteCount(lines[start - 1]) + 1 <= most) bytes += Encoding.UTF8.GetByteCount(lines[--start]) + 1;
        lines.RemoveRange(0, start);
        return bytes;
    }
}
