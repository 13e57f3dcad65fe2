using System.Net;
using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Hosting.Tests;

internal static class Replies
{
    /// <summary>Asserts the status and reads the error body, which must explain itself.</summary>
    public static async Task<ErrorReply> ErrorAsync(this Task<HttpResponseMessage> call, HttpStatusCode status)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"expected {status}, got {response.StatusCode}: {text}");
        var error = JsonSerializer.Deserialize(text, ModelJsonContext.Default.ErrorReply)!;
        Assert.NotEmpty(error.Code!);
        Assert.NotEmpty(error.TraceId!);
        return error;
    }

    /// <summary>Asserts 422 and reads its only problem.</summary>
    public static async Task<ValidationProblem> ProblemAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.UnprocessableEntity, $"expected 422, got {response.StatusCode}: {text}");
        return Assert.Single(JsonSerializer.Deserialize(text, ModelJsonContext.Default.ValidationReply)!.Detail);
    }

    /// <summary>Asserts success and reads the body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}: {text}");
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>The status alone.</summary>
    public static async Task<HttpStatusCode> StatusAsync(this Task<HttpResponseMessage> call)
    {
        using var response = await call;
        return response.StatusCode;
    }
}
