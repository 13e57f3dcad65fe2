using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Pilots;
using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>A computing element made of a batch system and a shell of a host that knows it. Thread-safe.</summary>
/// <param name="name">The element's name.</param>
/// <param name="shell">The host's shell.</param>
/// <param name="batch">The batch system.</param>
/// <param name="area">Directory on the host, shared with the nodes.</param>
internal sealed class BatchElement(string name, IShell shell, IBatchSystem batch, string area) : IComputingElement
{
    private const int StampsPerCall = 1_000;

    private readonly ProgramStore _programs = new(name, shell, area);

    public string Name => name;

    public async Task<CECapacity> GetCapacityAsync(CancellationToken cancellationToken) => batch.Count(await AskAsync(batch.Look([]), cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyList<PilotHandle>> SubmitAsync(PilotOrder order, CancellationToken cancellationToken)
    {
        if (order.Pilots.Count is < 1 or > StampsPerCall) throw new ArgumentException($"An order has 1 to {StampsPerCall} pilots.", nameof(order));
        try
        {
            return await HandInAsync(order, cancellationToken).ConfigureAwait(false);
        }
        catch (ComputingElementException refusal) when (order.Pilots.Count > 1 && batch.IsForTheirNumber(refusal))
        {
            return await HandInOneByOneAsync(order, cancellationToken).ConfigureAwait(false);
        }
    }

    // Once some are handed in, a refusal must not say of all that there is none; what becomes of the rest is found out as after a lost answer.
    private async Task<IReadOnlyList<PilotHandle>> HandInOneByOneAsync(PilotOrder order, CancellationToken cancellationToken)
    {
        var handles = new List<PilotHandle>();
        try
        {
            foreach (var pilot in order.Pilots) handles.AddRange(await HandInAsync(order with { Pilots = [pilot] }, cancellationToken).ConfigureAwait(false));
        }
        catch (ComputingElementException) when (handles.Count > 0)
        {
            return handles;
        }

        return handles;
    }

    private async Task<IReadOnlyList<PilotHandle>> HandInAsync(PilotOrder order, CancellationToken cancellationToken)
    {
        var submission = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var body = BatchScript.Prepare(order) + batch.Submit(order, submission);
        var answer = await TryAskAsync(body, cancellationToken).ConfigureAwait(false);
        if (answer is null)
        {
            await _programs.SendAsync(order.Program, cancellationToken).ConfigureAwait(false);
            answer = await AskAsync(body, cancellationToken).ConfigureAwait(false);
        }

        return Handles(answer);
    }

    public async Task<IReadOnlyList<PilotHandle>> FindAsync(IReadOnlyCollection<string> stamps, CancellationToken cancellationToken) =>
        stamps.Count == 0 ? [] : Handles(await AskAsync(batch.Find(stamps) + BatchScript.Numbers(stamps), cancellationToken).ConfigureAwait(false));

    public async Task<IReadOnlyDictionary<string, PilotSighting>> GetStatusAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken)
    {
        var sightings = new Dictionary<string, PilotSighting>(StringComparer.Ordinal);
        foreach (var chunk in pilots.Chunk(StampsPerCall))
        {
            var jobs = Jobs(chunk);
            // Ends are read after the batch system was asked: a job that ended in between has left its code.
            var answer = await AskAsync(batch.Look(jobs) + BatchScript.Ends(jobs.Select(job => job.Stamp)), cancellationToken).ConfigureAwait(false);
            var ends = answer.Of("exit", 2).ToDictionary(line => line[0], line => line[1], StringComparer.Ordinal);
            foreach (var job in jobs) sightings[job.Stamp] = ends.TryGetValue(job.Stamp, out var code) ? Ended(code) : batch.Judge(job, answer);
        }

        return sightings;
    }

    public Task CancelAsync(IReadOnlyCollection<PilotHandle> pilots, bool firmly, CancellationToken cancellationToken) =>
        pilots.Count == 0 ? Task.CompletedTask : AskAsync(batch.Cancel(Jobs(pilots), firmly), cancellationToken);

    public async Task<IReadOnlyDictionary<string, PilotPrint>> GetOutputAsync(IReadOnlyCollection<PilotHandle> pilots, int mostBytes, CancellationToken cancellationToken)
    {
        if (pilots.Count == 0) return new Dictionary<string, PilotPrint>();
        var answer = await AskAsync(BatchScript.Prints(pilots.Select(pilot => pilot.Stamp), mostBytes), cancellationToken).ConfigureAwait(false);
        return answer.Of("print", 3).ToDictionary(line => line[0], line => new PilotPrint(Text(line[1]), Text(line[2])), StringComparer.Ordinal);
    }

    public Task CleanAsync(IReadOnlyCollection<PilotHandle> pilots, CancellationToken cancellationToken) =>
        pilots.Count == 0 ? Task.CompletedTask : AskAsync(BatchScript.Clean(pilots.Select(pilot => pilot.Stamp)), cancellationToken);

    private static PilotSighting Ended(string code) => code switch
    {
        "0" => new PilotSighting(PilotStatus.Done),
        "3" => new PilotSighting(PilotStatus.Done, "The server told it to stop"),
        _ => new PilotSighting(PilotStatus.Failed, $"It ended with exit code {code}"),
    };

    private async Task<BatchAnswer> AskAsync(string body, CancellationToken cancellationToken) =>
        await TryAskAsync(body, cancellationToken).ConfigureAwait(false) ?? throw new ComputingElementException(CETrouble.TryAgain, $"{name} does not find the pilot it has just been given.");

    // Null when the pilot's program is not on the host.
    private async Task<BatchAnswer?> TryAskAsync(string body, CancellationToken cancellationToken)
    {
        var mark = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var reply = await shell.RunAsync(new BatchScript(area, mark).Around(body), cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode == BatchScript.ProgramMissing) return null;
        if (reply.ExitCode is 126 or 127) throw new ComputingElementException(CETrouble.QueueBroken, $"{name} has no usable sh: {reply.Error.Trim()}");
        var answer = BatchAnswer.Read(reply, mark);
        return answer.Of("fail", 1).FirstOrDefault() is { } failure ? throw batch.Explain(name, ShellText.Readable(failure[0])) : answer;
    }

    private List<PilotHandle> Handles(BatchAnswer answer) => [.. answer.Of("job", 2).Select(line => new PilotHandle(line[0], $"{batch.Scheme}://{name}/{line[1]}"))];

    private static List<BatchJob> Jobs(IEnumerable<PilotHandle> pilots) =>
        [.. pilots.Select(pilot => new BatchJob(pilot.Stamp, pilot.Reference[(pilot.Reference.LastIndexOf('/') + 1)..]))];

    private static string Text(string base64)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException error)
        {
            throw new ComputingElementException(CETrouble.TryAgain, "What pilots printed came back garbled.", null, error);
        }
    }
}
