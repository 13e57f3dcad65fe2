using System.CommandLine;
using Dirac.Cli.Jobs;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Sets;

/// <summary>Jobs that become a set when they are submitted.</summary>
/// <remarks>The set comes first: a rule that cannot be is refused before anything is submitted, and no job ends unseen.</remarks>
internal sealed class SubmitAsSet
{
    private const int JobsPerCall = 100_000;
    private readonly Option<string?> _name = new("--set") { HelpName = "NAME", Description = "Make the jobs a set of this name, to wait for, act on and be told of." };
    private readonly PlanOptions _plan = new();

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_name);
        _plan.AddTo(command);
    }

    /// <summary>Whether a set is wanted.</summary>
    /// <param name="parsed">The command line.</param>
    public bool IsWanted(ParseResult parsed) => parsed.GetValue(_name) is not null || _plan.AreGiven(parsed);

    /// <summary>Makes the set, submits, and puts the jobs into it.</summary>
    /// <param name="session">The session.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="descriptions">What is submitted.</param>
    /// <param name="cancellationToken">Ends the work; jobs may have been accepted.</param>
    public async Task<JobSetSubmission> RunAsync(Session session, ParseResult parsed, IReadOnlyList<JobDescriptionFile> descriptions, CancellationToken cancellationToken)
    {
        var plan = await _plan.ReadAsync(session, parsed, parsed.GetValue(_name), cancellationToken);
        var made = (await session.Sets.CreateAsync(new NewJobSet { Name = plan.Name, Open = true, On = plan.On, Notices = plan.Notices }, cancellationToken)).Set;
        IReadOnlyList<SubmittedJob>? jobs = null;
        try
        {
            jobs = await new JobSubmission(session.Jobs, session.Sandboxes, session.Host.Clock).SubmitAsync(descriptions, cancellationToken);
            foreach (var chunk in jobs.Chunk(JobsPerCall)) await session.Sets.AddAsync(made.Id, new JobSetAddition([.. chunk.Select(job => job.JobID)]), cancellationToken);
            return new JobSetSubmission(jobs, (await session.Sets.CloseAsync(made.Id, cancellationToken)) with { Secret = made.Secret });
        }
        catch (Exception error) when (jobs is not null && ErrorReport.For(error) is not null)
        {
            var ids = JobIdRanges.Format([.. jobs.Select(job => job.JobID).Order()]);
            throw new DiracException(
                ErrorCode.Unknown, $"Jobs {ids} are submitted, but not all are in set {made.Id}: {error.Message}", $"'dirac set add {made.Id} {ids}' and 'dirac set close {made.Id}' do the rest.", error);
        }
        catch (Exception error) when (jobs is null && ErrorReport.For(error) is not null)
        {
            await session.Sets.DeleteAsync(made.Id, cancellationToken);
            throw;
        }
    }
}
