using System.Globalization;
using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>Slurm by its commands: several pilots are one job array. Formats: sbatch(1) <c>--parsable</c>, squeue(1) <c>--format</c>, sinfo(1).</summary>
internal sealed class SlurmBatch(SlurmOptions options) : IBatchSystem
{
    private const string JobName = "dirac-pilot";

    public string Scheme => "slurm";

    public string Submit(PilotOrder order, string submission) => $$"""
        list="$area/pilots/.{{submission}}"
        printf '%s\n' {{BatchScript.Words(order.Pilots.Select(pilot => pilot.Stamp))}} >"$list" || fail "$area cannot be written to"
        answer=$(sbatch {{BatchScript.Words(Words(order))}} --output=/dev/null --error=/dev/null 2>&1 <<EndOfBatch
        #!/bin/sh
        stamp=\$(sed -n "\$((\${SLURM_ARRAY_TASK_ID:-0} + 1))p" "$list")
        dir="$area/pilots/\$stamp"
        echo "\${SLURM_ARRAY_JOB_ID:-\$SLURM_JOB_ID}\${SLURM_ARRAY_TASK_ID:+_\$SLURM_ARRAY_TASK_ID}" >"\$dir/number"
        exec sh "$area/start-pilot.sh" "\$dir" >"\$dir/out" 2>"\$dir/err"
        EndOfBatch
        ) || fail "$answer"
        number=$(printf '%s\n' "$answer" | sed -n 's/^\([0-9][0-9]*\)\(;.*\)\{0,1\}$/\1/p' | tail -n 1)
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
        answer=$(squeue --noheader --array --states=all --user="$(id -un)" --name={{JobName}} --format='%i|%T|%r|%P' 2>&1) || fail "$answer"
        printf '%s\n' "$answer" | while IFS='|' read -r number state reason partition; do [ -z "$number" ] || say queue "$number" "$state" "$reason" "$partition"; done
        answer=$(sinfo --noheader {{PartitionOption()}} --format='%R|%a|%D|%T' 2>&1) || fail "$answer"
        printf '%s\n' "$answer" | while IFS='|' read -r name up nodes state; do say partition "$name" "$up" "$nodes" "$state"; done

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
        var ours = answer.Of("queue", 4).Where(line => options.Partition is null || line[3].Split(',').Contains(options.Partition)).Select(line => SlurmStates.Read(line[1]).Status).ToList();
        return new CECapacity(ours.Count(status => status == PilotStatus.Running), ours.Count(status => status == PilotStatus.Waiting));
    }

    public ComputingElementException Explain(string host, string complaint) => SlurmComplaints.Explain(host, complaint);

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
            throw new ComputingElementException(CETrouble.QueueBroken, $"All nodes of partition {options.Partition} are {string.Join(", ", lines.Select(line => line[3]).Distinct())}.");
        }
    }
}
