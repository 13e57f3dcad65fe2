using System.Net;
using Dirac.Model.Api;
using Dirac.Persistence;
using Dirac.Workload.Tests.Support;

namespace Dirac.Workload.Tests.EndToEnd;

public sealed class OperationUndoSqlite(Servers servers) : OperationUndoContract(servers, Engine.Sqlite);

public sealed class OperationUndoMySql(Servers servers) : OperationUndoContract(servers, Engine.MySql);

/// <summary>Deletes that are undone, operations that are cancelled, and those whose server died over them.</summary>
public abstract class OperationUndoContract(Servers servers, Engine engine)
{
    [Fact]
    public async Task Undo_EndedJobs_AreWhatTheyWere()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 50);
        await community.PlaceAsync(ids, "Done", "Execution Complete", "Job Finished");
        await community.PlaceAsync([ids[0]], "Failed", "Application Finished With Errors", "Exit 3");
        var user = community.User();
        var deleted = await user.OperateAsync("delete", ids);

        var undone = await user.UndoAsync(deleted.Id);

        Assert.Equal(50, deleted.Succeeded);
        Assert.NotNull(deleted.UndoUntil);
        Assert.Equal(("Undone", 50, 0), (undone.State, undone.Restored, undone.Kept));
        Assert.Null(undone.UndoUntil);
        var row = await user.RowAsync(ids[0]);
        Assert.Equal(
            ("Failed", "Application Finished With Errors", "Exit 3"),
            (row.GetProperty("Status").GetString(), row.GetProperty("MinorStatus").GetString(), row.GetProperty("ApplicationStatus").GetString()));
        Assert.Equal(49, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Done' AND ApplicationStatus = 'Job Finished'"));
        var last = (await user.LogAsync(ids[0]))[^1];
        Assert.Equal(("Failed", $"Undo of operation {deleted.Id}"), (last.Status, last.Source));
    }

    [Fact]
    public async Task Undo_JobsThatHadToBeKilled_StayKilledAndSaySo()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(3);
        await community.PlaceAsync([ids[0]], "Done");
        await community.PlaceAsync([ids[1]], "Running", "Application");
        var user = community.User();
        var deleted = await user.OperateAsync("delete", ids);
        Assert.Equal("Deleted", await user.StatusAsync(ids[2]));

        var undone = await user.UndoAsync(deleted.Id);

        Assert.Equal((1, 2), (undone.Restored, undone.Kept));
        Assert.Equal(("Done", "Killed", "Killed"), (await user.StatusAsync(ids[0]), await user.StatusAsync(ids[1]), await user.StatusAsync(ids[2])));
        Assert.Contains(undone.Outcomes!, outcome => outcome is { Kind: "Kept", Jobs: 2 } && outcome.Text.Contains("stays Killed", StringComparison.Ordinal));
        Assert.Equal(2, (await user.OperateAsync("reschedule", ids[1], ids[2])).Succeeded);
    }

    [Fact]
    public async Task Undo_JobChangedOrGoneSince_IsLeft()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 2);
        await community.PlaceAsync(ids, "Done");
        var deleted = await community.User().OperateAsync("delete", ids);
        await community.PlaceAsync([ids[0]], "Received");
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_OperationJobs}} SET JobID = 3999999999 WHERE OperationId = {deleted.Id} AND JobID = {ids[1]}");

        var undone = await community.User().UndoAsync(deleted.Id);

        Assert.Equal((0, 2), (undone.Restored, undone.Kept));
        Assert.Contains(undone.Failures!, failure => failure.Reason == "It has become Received since and is left so.");
        Assert.Contains(undone.Failures!, failure => failure.Reason == "It was removed already.");
    }

    [Fact]
    public async Task Undo_AfterTheWindow_IsRefusedAndTheJobsMayBeRemoved()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 1);
        await community.PlaceAsync(ids, "Done");
        var deleted = await community.User().OperateAsync("delete", ids);
        Assert.Equal(ids, (await community.HeldAsync(ids)).Order());
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_Operations}} SET EndedMs = EndedMs - 601000 WHERE Id = {deleted.Id}");

        var reply = (await community.User().PostAsync($"/api/jobs/operations/{deleted.Id}/undo", "")).MustBe(HttpStatusCode.Conflict);

        Assert.Contains("10 minutes", reply.Detail, StringComparison.Ordinal);
        Assert.Empty(await community.HeldAsync(ids));
        Assert.Null((await community.User().OperationAsync(deleted.Id)).UndoUntil);
        Assert.Equal("Deleted", await community.User().StatusAsync(ids[0]));
    }

    [Fact]
    public async Task Undo_Twice_ChangesNothingMore()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 1);
        await community.PlaceAsync(ids, "Done");
        var user = community.User();
        var deleted = await user.OperateAsync("delete", ids);
        await user.UndoAsync(deleted.Id);
        var lines = (await user.LogAsync(ids[0])).Count;

        Assert.Equal(1, (await user.UndoAsync(deleted.Id)).Restored);
        Assert.Equal(lines, (await user.LogAsync(ids[0])).Count);
        Assert.Empty(await community.HeldAsync(ids));
    }

    [Fact]
    public async Task Undo_OfAKillOrOfNothing_IsRefused()
    {
        var community = await CommunityAsync();
        var user = community.User();
        var killed = await user.OperateAsync("kill", await SubmittedAsync(community, 1));
        var nothing = await user.OperateAsync("delete", 4_000_000_000);

        (await user.PostAsync($"/api/jobs/operations/{killed.Id}/undo", "")).MustBe(HttpStatusCode.BadRequest);
        Assert.Contains("nothing to undo", (await user.PostAsync($"/api/jobs/operations/{nothing.Id}/undo", "")).MustBe(HttpStatusCode.Conflict).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_WhileItRuns_StopsItAndPutsBackWhatWasDone()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 200);
        await community.PlaceAsync(ids, "Done");
        var user = community.User();
        var running = await user.StartAsync("delete", ids);

        var undone = await user.UndoAsync(running.Id);

        Assert.Equal("Undone", undone.State);
        Assert.Equal(undone.Succeeded, undone.Restored);
        Assert.Equal(200, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Done'"));
    }

    [Fact]
    public async Task Cancel_MidWay_WhatIsCountedIsWhatWasDone()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 400);
        var user = community.User();
        var running = await user.StartAsync("kill", ids);

        (await user.PostAsync($"/api/jobs/operations/{running.Id}/cancel", "")).Read(ModelJsonContext.Default.JobOperation);
        var ended = await user.EndOfAsync(running.Id);

        Assert.True(ended.State is "Cancelled" or "Done", ended.State);
        Assert.Equal(ended.Succeeded, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Killed'"));
        Assert.Equal(400 - ended.Done, await community.Server.CountAsync("JobDB", "x_OperationJobs", $"OperationId = {ended.Id} AND Step = 0"));
    }

    [Fact]
    public async Task Cancel_NotBegun_ChangesNoJob()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 3);
        var operation = await community.AbandonedAsync("kill", ids);
        var user = community.User();

        await user.PostAsync($"/api/jobs/operations/{operation}/cancel", "");
        Assert.Equal("Cancelling", (await user.OperationAsync(operation)).State);
        await community.ResumeAsync(operation);

        Assert.Equal(("Cancelled", 0), ((await user.EndOfAsync(operation)).State, (await user.OperationAsync(operation)).Done));
        Assert.NotEqual("Killed", await user.StatusAsync(ids[0]));
        Assert.Equal("Cancelled", (await user.PostAsync($"/api/jobs/operations/{operation}/cancel", "")).Read(ModelJsonContext.Default.JobOperation).State);
    }

    [Theory]
    [InlineData("kill", "Killed")]
    [InlineData("reschedule", "Received")]
    [InlineData("delete", "Deleted")]
    public async Task Resume_DiedBetweenChangeAndEndOfStep_ChangesEachJobOnce(string verb, string status)
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(30);
        var operation = await community.AbandonedAsync(verb, ids);
        await community.DieAfterAsync(operation, verb, [.. ids.Take(10)]);
        Assert.Equal((10, "Running"), ((await community.User().OperationAsync(operation)).Succeeded, (await community.User().OperationAsync(operation)).State));

        await community.ResumeAsync(operation);
        var ended = await community.User().EndOfAsync(operation);

        Assert.Equal(("Done", 30, 0), (ended.State, ended.Succeeded, ended.Failed));
        Assert.Equal((status, 30), ended.Outcomes!.Select(outcome => (outcome.Text, outcome.Jobs)).Single());
        Assert.Equal(verb == "reschedule" ? 30 : 0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND RescheduleCounter = 1"));
        var minor = verb == "reschedule" ? "Job Rescheduled" : verb == "kill" ? "Marked for termination" : "Checking accounting";
        Assert.Equal(1, (await community.User().LogAsync(ids[0])).Count(line => line.MinorStatus == minor));
    }

    [Fact]
    public async Task Change_ByAServerThatComesLate_LeavesJobsThatHaveAnOutcome()
    {
        var community = await CommunityAsync();
        var ids = await community.WaitingAsync(2);
        var operation = await community.AbandonedAsync("reschedule", ids);
        await community.DieAfterAsync(operation, "reschedule", ids);

        await community.DieAfterAsync(operation, "reschedule", ids);
        await community.ResumeAsync(operation);
        var ended = await community.User().EndOfAsync(operation);
        await community.DieAfterAsync(operation, "reschedule", ids);

        Assert.Equal((2, 2), (ended.Total, ended.Succeeded));
        Assert.Equal(2, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND RescheduleCounter = 1"));
    }

    [Fact]
    public async Task Delete_OfARunningJob_KillsItAndSaysSo()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 1);
        await community.PlaceAsync(ids, "Running", "Application");

        var ended = await community.User().OperateAsync("delete", ids);

        Assert.Equal(("Succeeded", "Killed", 1), ended.Outcomes!.Select(outcome => (outcome.Kind, outcome.Text, outcome.Jobs)).Single());
        Assert.Equal("Killed", await community.User().StatusAsync(ids[0]));
    }

    [Fact]
    public async Task Undo_DeleteDiedMidWay_PutsBackWhatWasDone()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 10);
        await community.PlaceAsync(ids, "Done");
        var operation = await community.AbandonedAsync("delete", ids);
        await community.DieAfterAsync(operation, "delete", [.. ids.Take(3)]);
        Assert.Equal(3, (await community.HeldAsync(ids)).Count);

        await community.User().PostAsync($"/api/jobs/operations/{operation}/undo", "");
        await community.ResumeAsync(operation);
        var undone = await community.User().EndOfAsync(operation);

        Assert.Equal(("Undone", 3, 3, 0), (undone.State, undone.Succeeded, undone.Restored, undone.Kept));
        Assert.Equal(10, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}' AND Status = 'Done'"));
        Assert.Equal(7, await community.Server.CountAsync("JobDB", "x_OperationJobs", $"OperationId = {operation} AND Step = 0"));
    }

    [Fact]
    public async Task Operation_ThatCannotGoOn_SaysWhy()
    {
        var community = await CommunityAsync();
        var operation = await community.AbandonedAsync("kill", await SubmittedAsync(community, 1));
        var search = """[{"parameter":"Vanished","operator":"eq","value":"x"}]""";
        await community.Server.ExecuteAsync("JobDB", $"UPDATE {{x_Operations}} SET Selected = 0, Search = '{search}' WHERE Id = {operation}");

        await community.ResumeAsync(operation);
        var ended = await community.User().EndOfAsync(operation);

        Assert.Equal(("Failed", 0), (ended.State, ended.Done));
        Assert.Contains("Vanished", ended.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remove_Jobs_AreGoneAndTheOperationRemembers()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 25);
        await community.PlaceAsync(ids, "Deleted", "Checking accounting");

        var ended = await community.User().OperateAsync("remove", ids);

        Assert.Equal(("Done", 25, 0), (ended.State, ended.Succeeded, ended.Failed));
        Assert.Equal(0, await community.Server.CountAsync("JobDB", "Jobs", $"VO = '{community.Vo}'"));
    }

    [Fact]
    public async Task Confirm_StartsWhatIsSubmitting_EachByItself()
    {
        var community = await CommunityAsync();
        var ids = await SubmittedAsync(community, 3);
        await community.PlaceAsync(ids, "Killed", "Marked for termination");
        await community.PlaceAsync([ids[0]], "Submitting", "Bulk transaction confirmation");

        var ended = await community.User().OperateAsync("confirm", ids);

        Assert.Equal((1, 2), (ended.Succeeded, ended.Failed));
        await community.QueuedAsync(ids[0]);
    }

    private static async Task<IReadOnlyList<long>> SubmittedAsync(Community community, int count) =>
        await community.User().SubmitAsync([.. Enumerable.Repeat(Community.Simple, count)]);

    private async Task<Community> CommunityAsync() => new(await servers.GetAsync(engine));
}
