using System.Globalization;
using System.Text.Json.Nodes;

namespace Dirac.Cli.Tests.Fakes;

/// <summary>Operations that end when they have been looked at often enough.</summary>
internal sealed class FakeOperations
{
    public const string Path = "/api/jobs/operations";
    private const string NotFound = """{"detail":"There is no such operation.","code":"NotFound"}""";
    private readonly Dictionary<long, string> _ends = [];

    /// <summary>The operations as they are told.</summary>
    public SortedDictionary<long, JsonObject> All { get; } = [];

    /// <summary>How many looks at an operation see it still running.</summary>
    public int Looks { get; set; } = 1;

    /// <summary>Called when an operation is looked at.</summary>
    public Action? OnLook { get; set; }

    public JsonObject Add(long id, string verb, string state, DateTimeOffset? undoUntil = null)
    {
        var operation = new JsonObject
        {
            ["id"] = id, ["verb"] = verb, ["state"] = state, ["owner"] = "ann", ["owner_group"] = "users", ["total"] = 3, ["is_total_known"] = true,
            ["done"] = 3, ["succeeded"] = 3, ["failed"] = 0, ["created"] = "2026-11-22T20:00:00Z",
        };
        if (undoUntil is { } until) operation["undo_until"] = until.ToString("O", CultureInfo.InvariantCulture);
        All[id] = operation;
        return operation;
    }

    public string Start(JsonNode request, IReadOnlyList<long> jobs, IReadOnlySet<long> stubborn)
    {
        var verb = request["verb"]!.GetValue<string>();
        var operation = Add(All.Count + 1, verb, "Pending");
        var failed = jobs.Where(stubborn.Contains).ToList();
        operation["total"] = jobs.Count;
        (operation["done"], operation["succeeded"], operation["failed"]) = (0, 0, 0);
        operation["note"] = request["note"]?.GetValue<string>();
        var end = operation.DeepClone().AsObject();
        (end["state"], end["done"], end["succeeded"], end["failed"]) = ("Done", jobs.Count, jobs.Count - failed.Count, failed.Count);
        end["outcomes"] = new JsonArray(new JsonObject { ["kind"] = "Failed", ["text"] = "It has ended already.", ["jobs"] = failed.Count, ["job_ids"] = new JsonArray([.. failed.Select(id => (JsonNode)id)]) });
        if (failed.Count == 0) end["outcomes"] = new JsonArray();
        end["failures"] = new JsonArray([.. failed.Select(id => new JsonObject { ["job_id"] = id, ["reason"] = "It has ended already." })]);
        if (verb == "delete" && jobs.Count > failed.Count) end["undo_until"] = TimeProvider.System.GetUtcNow().AddMinutes(10).ToString("O", CultureInfo.InvariantCulture);
        _ends[All.Count] = end.ToJsonString();
        return operation.ToJsonString();
    }

    public (int Status, string Body) Answer(string method, string path)
    {
        var words = path[Path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return (200, new JsonArray([.. All.Values.Reverse().Select(operation => operation.DeepClone())]).ToJsonString());
        var id = long.Parse(words[0], CultureInfo.InvariantCulture);
        if (!All.TryGetValue(id, out var operation)) return (404, NotFound);
        OnLook?.Invoke();
        if (method == "POST") _ends[id] = After(operation, words[1]);
        else if (Looks-- > 0) return (200, operation.ToJsonString());
        if (method == "GET" && _ends.Remove(id, out var end)) All[id] = JsonNode.Parse(end)!.AsObject();
        return (200, All[id].ToJsonString());
    }

    private static string After(JsonObject operation, string word)
    {
        var end = operation.DeepClone().AsObject();
        if (word == "cancel") (operation["state"], end["state"], end["done"], end["succeeded"]) = ("Cancelling", "Cancelled", 1, 1);
        if (word == "undo")
        {
            (operation["state"], end["state"], end["restored"], end["kept"]) = ("Undoing", "Undone", 2, 1);
            end["outcomes"] = new JsonArray(new JsonObject { ["kind"] = "Kept", ["text"] = "It had to be killed.", ["jobs"] = 1, ["job_ids"] = new JsonArray(3) });
            end["failures"] = new JsonArray(new JsonObject { ["job_id"] = 3, ["reason"] = "It had to be killed." });
            end.Remove("undo_until");
        }

        return end.ToJsonString();
    }
}
