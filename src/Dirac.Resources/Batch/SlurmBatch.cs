using System.Globalization;
using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>Slurm by its commands: several pilots are one job array. Formats: sbatch(1) <c>--parsable</c>, squeue(1) <c>--format</c>, sinfo(1).</summary>
internal sealed class SlurmBatch(SlurmOptions options) : IBatchSystem
{
    private const string JobName = "dirac-pilot";
    private const string QueueHeader = "JOBID|STATE|REASON|PARTITION";
    private const string PartitionHeader = "PARTITION|AVAIL|NODES|STATE";

    // A shell function: the lines below the header of $answer, without the program's own remarks. The header shows that there is an answer, if an empty one.
    private const string Table = """
        table() {
          case $answer in *"$2"*) ;; *) fail "the answer of $1 cannot be understood: $answer" ;; esac
          answer=$(printf '%s\n' "$answer" | sed -n "/^$2\$/,\$p" | sed -e 1d -e "/^$1: /d")
        }
        """;

    public string Scheme => "slurm";

    public string Submit(PilotOrder order, string submission) => $$"""
        list="$area/pilots/.{{submission}}"
        printf '%s\n' {{BatchScript.Words(order.Pilots.Select(pilot => pilot.Stamp))}} >"$list" || fail "$area cannot be written to"
        answer=$(sbatch {{BatchScript.Words(Words(order))}} --comment={{submission}} --output=/dev/null --error=/dev/null 2>&1 <<EndOfBatch
        #!/bin/sh
        stamp=\$(sed -n "\$((\${SLURM_ARRAY_TASK_ID:-0} + 1))p" "$list")
        dir="$area/pilots/\$stamp"
        echo "\${SLURM_ARRAY_JOB_ID:-\$SLURM_JOB_ID}\${SLURM_ARRAY_TASK_ID:+_\$SLURM_ARRAY_TASK_ID}" >"\$dir/number"
        exec sh "$area/start-pilot.sh" "\$dir" >>"\$dir/out" 2>>"\$dir/err"
        EndOfBatch
        ) || { case $answer in {{SlurmComplaints.Refusals}}) ;; *) undo() { :; } ;; esac; fail "$answer"; }
        undo() { :; }
        number=$(printf '%s\n' "$answer" | sed '/^sbatch: /d' | tail -n 1 | sed -n 's/^\([0-9][0-9]*\)\(;.*\)\{0,1\}$/\1/p')
        [ -n "$number" ] || fail "sbatch did not say which job it made: $answer"
        index=0
        while IFS= read -r stamp; do
          job="{{(order.Pilots.Count == 1 ? "$number" : "${number}_$index")}}"
          printf '%s\n' "$job" >"$area/pilots/$stamp/number"
          say job "$stamp" "$job"
          index=$((index + 1))
        done <"$list"
        find "$area/pilots" -maxdepth 1 -type f -name '.*' -mtime +30 -exec rm -f {} +

        """;

    public string Look(IReadOnlyCollection<BatchJob> jobs) => $$"""
        {{Table}}
        answer=$(squeue --all --array --states=all --user="$(id -un)" --name={{JobName}} --format='%i|%T|%r|%P' 2>&1) || fail "$answer"
        table squeue '{{QueueHeader}}'
        printf '%s\n' "$answer" | while IFS='|' read -r number state reason partition; do [ -z "$number" ] || say queue "$number" "$state" "$reason" "$partition"; done
        answer=$(sinfo {{PartitionOption()}} --format='%R|%a|%D|%T' 2>&1) || fail "$answer"
        table sinfo '{{PartitionHeader}}'
        printf '%s\n' "$answer" | while IFS='|' read -r name up nodes state; do say partition "$name" "$up" "$nodes" "$state"; done

        """;

    // A job's comment is its submission, whose list names its pilots. A job that has started has written its number itself.
    public string Find(IReadOnlyCollection<string> stamps) => $$"""
        answer=$(squeue --all --array --states=all --user="$(id -un)" --name={{JobName}} --format='%i|%k' 2>&1) || fail "$answer"
        {{Table}}
        table squeue 'JOBID|COMMENT'
        lists=" $(grep -l -x -F -e {{string.Join(" -e ", stamps.Select(ShellText.Quote))}} "$area"/pilots/.[0-9a-f]* 2>/dev/null | sed 's|.*/\.||' | tr '\n' ' ')"
        printf '%s\n' "$answer" | while IFS='|' read -r number submission; do
          case $lists in *" $submission "*) ;; *) continue ;; esac
          index=0
          case $number in *_*) index=${number##*_} ;; esac
          stamp=$(sed -n "$((index + 1))p" "$area/pilots/.$submission")
          [ -z "$stamp" ] || [ ! -d "$area/pilots/$stamp" ] || [ -f "$area/pilots/$stamp/number" ] || printf '%s\n' "$number" >"$area/pilots/$stamp/number"
        done

        """;

    public string Cancel(IReadOnlyCollection<BatchJob> jobs, bool firmly) =>
        $"answer=$(scancel {(firmly ? "--signal=KILL --full " : "")}{BatchScript.Words(jobs.Select(job => job.Number))} 2>&1) || case $answer in *Invalid*) ;; *) fail \"$answer\" ;; esac\n";

    public PilotSighting Judge(BatchJob job, BatchAnswer answer)
    {
        var line = answer.Of("queue", 4).FirstOrDefault(line => line[0] == job.Number);
        if (line is null) return new PilotSighting(PilotStatus.Aborted, "Slurm does not know it any more, and it left no exit code");
        var (status, ended) = SlurmStates.Read(line[1]);
        return new PilotSighting(status, ended ? $"Slurm says {line[1]}" : status == PilotStatus.Waiting && line[2] is not ("None" or "") ? $"Waits in Slurm: {line[2]}" : null);
    }

    public CECapacity Count(BatchAnswer answer)
    {
        DemandPartition(answer);
        // All are read, so that nonsense is seen wherever it stands.
        var all = answer.Of("queue", 4).Select(line => (SlurmStates.Read(line[1]).Status, Partitions: line[3].Split(','))).ToList();
        var ours = all.Where(job => options.Partition is null || job.Partitions.Contains(options.Partition)).ToLookup(job => job.Status);
        return new CECapacity(ours[PilotStatus.Running].Count(), ours[PilotStatus.Waiting].Count());
    }

    public ComputingElementException Explain(string host, string complaint) => SlurmComplaints.Explain(host, complaint);

    // A cluster may limit arrays or do without them: MaxArraySize of slurm.conf(5).
    public bool IsForTheirNumber(ComputingElementException refusal) => refusal.Message.Contains("nvalid job array", StringComparison.Ordinal);

    private IEnumerable<string> Words(PilotOrder order)
    {
        yield return "--parsable";
        yield return "--no-requeue";
        yield return $"--job-name={JobName}";
        yield return "--ntasks=1";
        yield return string.Create(CultureInfo.InvariantCulture, $"--cpus-per-task={order.Processors}");
        if (order.Pilots.Count > 1) yield return string.Create(CultureInfo.InvariantCulture, $"--array=0-{order.Pilots.Count - 1}");
        if (order.RamMegabytes > 0) yield return string.Create(CultureInfo.InvariantCulture, $"--mem={order.RamMegabytes}M");
        if (order.Gpus > 0) yield return string.Create(CultureInfo.InvariantCulture, $"--gres=gpu:{order.Gpus}");
        // Slurm counts whole minutes; the pilot must not have less than it was promised.
        if (order.WallClockSeconds > 0) yield return string.Create(CultureInfo.InvariantCulture, $"--time={(order.WallClockSeconds + 59) / 60}");
        if (options.Partition is { } partition) yield return $"--partition={partition}";
        if (options.Account is { } account) yield return $"--account={account}";
        if (options.Qos is { } qos) yield return $"--qos={qos}";
        if (options.Constraint is { } constraint) yield return $"--constraint={constraint}";
        foreach (var word in options.More) yield return word;
    }

    private string PartitionOption() => options.Partition is { } partition ? $"--partition={ShellText.Quote(partition)}" : "";

    // A partition is one line for each state of its nodes.
    private void DemandPartition(BatchAnswer answer)
    {
        var lines = answer.Of("partition", 4).Where(line => line[0].Length > 0).ToList();
        if (lines.Count == 0) throw new ComputingElementException(CETrouble.RequestWrong, $"There is no partition {options.Partition}.", "List partitions with 'sinfo' on the cluster.");
        if (options.Partition is null) return;
        if (lines.All(line => line[1] != "up")) throw new ComputingElementException(CETrouble.QueueBroken, $"Partition {options.Partition} is {lines[0][1]}.");
        if (lines.All(line => SlurmStates.IsNodeOut(line[3])))
        {
            // A controller that has just started does not know its nodes yet.
            throw new ComputingElementException(lines.Any(line => SlurmStates.IsNodeUnknown(line[3])) ? CETrouble.TryAgain : CETrouble.QueueBroken, $"All nodes of partition {options.Partition} are {string.Join(", ", lines.Select(line => line[3]).Distinct())}.");
        }
    }
}
