using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Wire.Replies;
using Dirac.Wire.Values;
using Dirac.Workload.Jobs;
using Dirac.Workload.Jobs.Reading;
using Dirac.Workload.Jobs.Search;
using Dirac.Workload.Rpc.Arguments;
using Dirac.Workload.Rpc.Replies;

namespace Dirac.Workload.Rpc.Jobs;

/// <summary>Finds, lists and counts jobs for DIRAC's clients, whose answers come in one piece.</summary>
internal sealed class JobSelections(JobSearch search, ListValues list, ListJobIds listIds, JobPilots pilots, ReadJobColumns columns)
{
    private const int MostValues = 100_000;
    private const int MostJobs = 1_000_000;

    /// <summary>The different values of a column, in order.</summary>
    public async Task<WireValue> ValuesAsync(Caller caller, string column, JobSelection selection, CancellationToken cancellationToken)
    {
        var conditions = await ConditionsAsync(caller, selection, cancellationToken);
        var kind = SearchTable.Jobs.Column(column).Kind;
        var values = new List<WireValue>();
        string? after = null;
        do
        {
            var page = await list.RunAsync(caller, column, conditions, new Paging(1, Paging.MostPerPage, after), cancellationToken);
            values.AddRange(page.Rows.Elements.Select(value => JobCells.Of(value, kind)));
            if (values.Count > MostValues) throw TooMany(MostValues, $"values of {column}");
            after = page.Next;
        }
        while (after is not null);
        return WireValue.List([.. values]);
    }

    /// <summary>The numbers of the jobs as texts, which is what DIRAC gives.</summary>
    public async Task<WireValue> IdsAsync(Caller caller, JobSelection selection, CancellationToken cancellationToken)
    {
        var found = new List<WireValue>();
        await foreach (var page in listIds.RunAsync(caller, await ConditionsAsync(caller, selection, cancellationToken), cancellationToken))
        {
            found.AddRange(page.Select(id => (WireValue)$"{id}"));
            if (found.Count > MostJobs) throw TooMany(MostJobs, "jobs");
        }

        return WireValue.List([.. found]);
    }

    /// <summary>Numbers of jobs for each combination of values.</summary>
    public async Task<IReadOnlyList<(WireValue[] Values, long Jobs)>> CountAsync(
        Caller caller, IReadOnlyList<SearchColumn> grouping, JobSelection selection, CancellationToken cancellationToken)
    {
        var request = new SummaryRequest([.. grouping.Select(column => column.Name)], await ConditionsAsync(caller, selection, cancellationToken));
        var rows = await search.SummariseAsync(caller, request, cancellationToken);
        return
        [
            .. rows.Elements.Select(row => (
                grouping.Select(column => JobCells.Of(row.GetProperty(column.Name), column.Kind)).ToArray(), row.GetProperty("count").GetInt64())),
        ];
    }

    /// <summary>A page of jobs with the numbers of all by status.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="selection">The jobs.</param>
    /// <param name="sort">The column to sort by; null for DIRAC's order, by number.</param>
    /// <param name="page">The first of the jobs and how many; null for the numbers only.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<RpcReply> PageAsync(Caller caller, JobSelection selection, SortKey? sort, (int Start, int Most)? page, CancellationToken cancellationToken)
    {
        var conditions = await ConditionsAsync(caller, selection, cancellationToken);
        var counts = await CountAsync(caller, [SearchTable.Jobs.Column("Status")], new JobSelection(conditions, null), cancellationToken);
        var total = counts.Sum(count => count.Jobs);
        if (total == 0) return RpcReply.Ok(WireValue.Dict(("TotalRecords", 0)));
        List<(WireValue, WireValue)> reply = [("TotalRecords", total), ("Extras", WireValue.Dict([.. counts.Select(count => (count.Values[0], (WireValue)count.Jobs))]))];
        if (page is not { } part) return RpcReply.Ok(WireValue.Dict([.. reply]));
        if (part.Start < 0 || part.Start >= total) return RpcReply.Fail("Item number out of range");

        var ids = await PageIdsAsync(caller, new SearchRequest([SearchTable.Jobs.Key.Name], conditions, sort is null ? null : [sort]), part.Start, part.Most, cancellationToken);
        var (names, records) = JobAttributeReplies.Page(ids, await columns.ReadAsync(caller, ids, Names.AllColumns, cancellationToken), Names.AllColumns);
        return RpcReply.Ok(WireValue.Dict([.. reply, ("ParameterNames", names), ("Records", records)]));
    }

    // A page of a client may lie across two of the search.
    private async Task<IReadOnlyList<long>> PageIdsAsync(Caller caller, SearchRequest request, int start, int most, CancellationToken cancellationToken)
    {
        var wanted = most <= 0 ? JobLists.Most : Math.Min(most, JobLists.Most);
        var size = Math.Min(wanted, Paging.MostPerPage);
        var ids = new List<long>();
        for (int page = (start / size) + 1, skip = start % size; ids.Count < wanted; page++, skip = 0)
        {
            var found = await search.FindUncountedAsync(caller, request, new Paging(page, size), cancellationToken);
            ids.AddRange(found.Rows.Elements.Skip(skip).Take(wanted - ids.Count).Select(row => row.GetProperty(SearchTable.Jobs.Key.Name).GetInt64()));
            if (found.Next is null) break;
        }

        return ids;
    }

    private async Task<IReadOnlyList<SearchCondition>> ConditionsAsync(Caller caller, JobSelection selection, CancellationToken cancellationToken)
    {
        // As in DIRAC, numbers of jobs count more than pilots.
        if (selection.PilotReferences is not { } references || selection.Conditions.Any(condition => condition.Parameter == SearchTable.Jobs.Key.Name)) return selection.Conditions;
        var stamps = await pilots.StampsOfAsync(caller, references, cancellationToken);
        return [.. selection.Conditions, new SearchCondition(SearchTable.PilotStamp, "in", Values: [.. stamps.Select(JsonText.Of)])];
    }

    private static DiracException TooMany(int most, string what) =>
        new(ErrorCode.TooLarge, $"There are more than {most} {what}.", "Narrow the conditions, by Owner, JobGroup or a time.");
}
