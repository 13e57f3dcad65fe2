using Dirac.Model.Pilots;
using Dirac.Resources.Computing;

namespace Dirac.Resources.Batch;

/// <summary>A host without a batch system: pilots are its processes, told apart from later ones of the same number by the moment of their start.</summary>
/// <remarks>The time is field 22 of <c>/proc/PID/stat</c>, proc(5).</remarks>
internal sealed class HostBatch : IBatchSystem
{
    // A shell function: when a process began, in the kernel's ticks; nothing for one that is gone.
    private const string Begun = """begun() { sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }""";

    public string Scheme => "host";

    public string Submit(PilotOrder order, string submission) => $$"""
        {{Begun}}
        for stamp in {{BatchScript.Words(order.Pilots.Select(pilot => pilot.Stamp))}}; do
          dir="$area/pilots/$stamp"
          if command -v setsid >/dev/null 2>&1; then
            setsid sh "$area/start-pilot.sh" "$dir" >"$dir/out" 2>"$dir/err" </dev/null &
          else
            nohup sh "$area/start-pilot.sh" "$dir" >"$dir/out" 2>"$dir/err" </dev/null &
          fi
          number="$!.$(begun $!)"
          printf '%s\n' "$number" >"$dir/number"
          say job "$stamp" "$number"
        done

        """;

    public string Find(IReadOnlyCollection<string> stamps) => $$"""
        {{Begun}}
        for stamp in {{BatchScript.Words(stamps)}}; do
          dir="$area/pilots/$stamp"
          [ ! -f "$dir/started" ] || [ -f "$dir/number" ] || { pid=$(cut -d ' ' -f 1 <"$dir/started"); printf '%s\n' "$pid.$(begun "$pid")" >"$dir/number"; }
        done

        """;

    public string Look(IReadOnlyCollection<BatchJob> jobs) => $$"""
        {{Begun}}
        for number in {{BatchScript.Words(jobs.Select(job => job.Number))}}; do
          [ -n "${number#*.}" ] && [ "$(begun "${number%%.*}")" = "${number#*.}" ] && say alive "$number"
        done
        alive=0
        for dir in "$area"/pilots/*/; do
          [ -f "$dir/started" ] && [ ! -f "$dir/exit" ] && kill -0 "$(cut -d ' ' -f 1 <"$dir/started")" 2>/dev/null && alive=$((alive + 1))
        done
        say count "$alive"

        """;

    public string Cancel(IReadOnlyCollection<BatchJob> jobs, bool firmly) => $$"""
        {{Begun}}
        for number in {{BatchScript.Words(jobs.Select(job => job.Number))}}; do
          pid=${number%%.*}
          [ "$(begun "$pid")" = "${number#*.}" ] && kill {{(firmly ? "-s KILL -- -$pid" : "-s TERM $pid")}} 2>/dev/null
        done

        """;

    public PilotSighting Judge(BatchJob job, BatchAnswer answer) => answer.Of("alive", 1).Any(line => line[0] == job.Number)
        ? new PilotSighting(PilotStatus.Running)
        : new PilotSighting(PilotStatus.Aborted, "Its process is gone without an exit code: it was killed, the host was restarted, or its disk is full");

    public CECapacity Count(BatchAnswer answer) =>
        answer.Of("count", 1).FirstOrDefault() is { } line && int.TryParse(line[0], out var alive)
            ? new CECapacity(alive, 0)
            : throw new ComputingElementException(CETrouble.TryAgain, "The host did not say how many pilots it has.");

    public bool IsForTheirNumber(ComputingElementException refusal) => false;

    public ComputingElementException Explain(string host, string complaint) => new(CETrouble.QueueBroken, $"{host} could not start pilots: {complaint}");
}
