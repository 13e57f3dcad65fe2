using System.Text.Json;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Tasks;
using Dirac.Tasks.Administration;
using Microsoft.AspNetCore.Http;

namespace Dirac.Hosting.Tasks;

/// <summary>Reads which task a request wants made, and says what is wrong with it.</summary>
internal static class TaskOrders
{
    private const double LongestDelay = 365 * 86_400;
    private const int LongestKey = 128;
    private static readonly JsonElement Nothing = JsonElement.Parse("{}");

    /// <exception cref="InvalidRequestException">It makes no sense: 422 with every problem.</exception>
    public static async Task<TaskOrder> ReadAsync(string name, HttpRequest request, CancellationToken cancellationToken)
    {
        var wanted = await request.ReadOptionalJsonAsync(ModelJsonContext.Default.TaskAddRequest, cancellationToken) ?? new TaskAddRequest();
        Validation.Demand(Problems(wanted));
        return new TaskOrder(name, wanted.Message ?? Nothing)
        {
            Delay = wanted.DelaySeconds is { } delay ? TimeSpan.FromSeconds(delay) : null,
            Priority = wanted.Priority is { } priority ? Enum.Parse<TaskPriority>(priority) : null,
            Key = wanted.Key,
        };
    }

    /// <summary>What is wrong with a message.</summary>
    public static InvalidRequestException Refuse(JsonException failure) => new(JsonProblems.Describe(failure, "message"));

    private static IEnumerable<ValidationProblem> Problems(TaskAddRequest wanted)
    {
        if (wanted.DelaySeconds is < 0 or > LongestDelay or double.NaN)
            yield return Wrong("delay_s", $"delay_s is 0 to {LongestDelay}.");
        if (wanted.Priority is { } priority && !Enum.GetNames<TaskPriority>().Contains(priority))
            yield return Wrong("priority", $"priority is one of {string.Join(", ", Enum.GetNames<TaskPriority>())}.");
        if (wanted.Key is { Length: 0 or > LongestKey })
            yield return Wrong("key", $"key has 1 to {LongestKey} characters.");
    }

    private static ValidationProblem Wrong(string field, string message) => new("value_error", ["body", field], message);
}
