using System.CommandLine;
using System.Text.Json;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Configuration;

/// <summary><c>dirac config show</c>: the configuration the server works with, or a part of it.</summary>
internal static class ShowConfig
{
    private const int Indent = 4;

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var path = new Argument<string>("PATH") { Description = "Section or option, for example /Registry/Groups.", DefaultValueFactory = _ => "/" };
        return new Command("show", "Show the configuration the server works with.") { path }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var whole = await session.Connection.SendAsync(ApiRequest.Get("/api/config/"), ModelJsonContext.Default.JsonElement, cancellationToken);
            var part = Find(whole, parsed.GetValue(path)!);
            if (session.Screen.Json) session.Screen.WriteJson(part, ModelJsonContext.Default.JsonElement);
            else if (part.ValueKind == JsonValueKind.Object) Print(session.Screen, part, 0);
            else session.Screen.WriteLine(ToText(part));
            return ExitCodes.Ok;
        });
    }

    private static JsonElement Find(JsonElement whole, string path)
    {
        var at = whole;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var next)) at = next;
            else throw Missing(at, name, path);
        }

        return at;
    }

    private static DiracException Missing(JsonElement section, string name, string path)
    {
        IEnumerable<string> names = section.ValueKind == JsonValueKind.Object ? section.EnumerateObject().Select(entry => entry.Name) : [];
        var near = NearestNames.Find(name, names, 3);
        return new DiracException(
            ErrorCode.NotFound,
            $"The configuration has no {path}.",
            near.Count > 0 ? $"There is no '{name}' there; near it {(near.Count == 1 ? "is" : "are")} {string.Join(", ", near)}." : $"'dirac config show' without a path shows all there is.");
    }

    // The CFG format, so that what is shown can be pasted into a file.
    private static void Print(Screen screen, JsonElement section, int depth)
    {
        var margin = new string(' ', depth * Indent);
        foreach (var entry in section.EnumerateObject())
        {
            if (entry.Value.ValueKind != JsonValueKind.Object)
            {
                screen.WriteLine($"{margin}{entry.Name} = {ToText(entry.Value)}");
                continue;
            }

            screen.WriteLine($"{margin}{entry.Name}");
            screen.WriteLine($"{margin}{{");
            Print(screen, entry.Value, depth + 1);
            screen.WriteLine($"{margin}}}");
        }
    }

    private static string ToText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(ToText)),
        _ => value.GetRawText(),
    };
}
