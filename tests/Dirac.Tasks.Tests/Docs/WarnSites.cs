using System.Text.Json.Serialization;
using Dirac.Persistence;
using Dirac.Tasks.Schedules;
using Microsoft.Extensions.DependencyInjection;

namespace Dirac.Tasks.Tests.Docs;

/// <summary>Message: those who run a site should hear of something.</summary>
internal sealed record WarnSite(string Site, string Text);

/// <summary>Task: tells them.</summary>
internal sealed class WarnSites(ISiteMail mail) : ITaskHandler<WarnSite>
{
    public async Task<IReadOnlyList<TaskOutcome>> HandleAsync(
        IReadOnlyList<ClaimedTask<WarnSite>> batch, TaskContext context, CancellationToken cancellationToken)
    {
        var warning = batch[0].Message;
        return await mail.TrySendAsync(warning.Site, warning.Text, cancellationToken)
            ? [TaskOutcome.Done]
            : [new TaskOutcome.Failed("the mail server is away", FailureKind.ResourceAway)];
    }
}

/// <summary>What the handler needs.</summary>
internal interface ISiteMail
{
    Task<bool> TrySendAsync(string site, string text, CancellationToken cancellationToken);
}

[JsonSerializable(typeof(WarnSite))]
internal sealed partial class WarnSiteJson : JsonSerializerContext;

/// <summary>The registration and the cause that the how-to shows.</summary>
internal sealed class WarnSitesFeature(ITaskQueue tasks)
{
    public static void Add(IServiceCollection services)
    {
        services.AddTask<WarnSite, WarnSites>(
            new TaskDefinition<WarnSite>("WarnSites")
            {
                Database = "JobDB",
                Priority = TaskPriority.Background,
                Size = TaskSize.Medium,
                TimeLimit = TimeSpan.FromMinutes(1),
                Retry = RetryPolicy.Default with { For = failure => failure.Kind == FailureKind.BadInput ? null : new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)) },
                Locks = warning => [TaskLock.Mutex("SiteMail", warning.Site)],
                Limits = _ => [TaskLimit.Rate("SiteMails", 100, TimeSpan.FromHours(1))],
                DedupKey = warning => warning.Site,
            },
            WarnSiteJson.Default.WarnSite);
        services.AddSchedule("WarnAllSites", ScheduleText.Parse("cron 0 6 * * MON"), new WarnSite("all", "It is Monday."));
    }

    public async Task CauseAsync(IDbSession session, string site, string text, CancellationToken cancellationToken) =>
        await tasks.EnqueueAsync(session, [new NewTask<WarnSite>(new WarnSite(site, text))], cancellationToken);
}
