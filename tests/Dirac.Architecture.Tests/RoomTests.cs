using System.Xml.Linq;

namespace Dirac.Architecture.Tests;

/// <summary>Which room may use which. Systems never use each other; only the server sees all.</summary>
public sealed class RoomTests
{
    private static readonly string[] Foundation = ["Model", "Wire", "Security", "Persistence", "Tasks", "Hosting", "Client"];

    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Model"] = [],
        ["Wire"] = [],
        ["Security"] = ["Model"],
        ["Persistence"] = ["Model"],
        ["Tasks"] = ["Model", "Persistence"],
        ["Hosting"] = ["Model", "Wire", "Security", "Persistence", "Tasks"],
        ["Client"] = ["Model", "Wire", "Security"],
        ["Resources"] = ["Model", "Security", "Client"],
        ["Configuration"] = Foundation,
        ["Framework"] = Foundation,
        ["Workload"] = [.. Foundation, "Resources"],
        ["Data"] = [.. Foundation, "Resources"],
        ["Transformations"] = Foundation,
        ["Monitoring"] = Foundation,
        ["Portal"] = ["Model", "Client"],
        ["Cli"] = ["Model", "Security", "Client", "Resources"],
        ["Pilot"] = ["Model", "Security", "Client", "Resources"],
    };

    [Fact]
    public void References_EveryRoom_FollowTheTable()
    {
        var wrong = new List<string>();
        foreach (var project in Repository.Projects.Where(IsRoom))
        {
            var room = RoomOf(project);
            if (room == "Server") continue;
            if (!MayUse.TryGetValue(room, out var allowed))
            {
                wrong.Add($"{room} is no room of the house; add it to the table with an ADR.");
                continue;
            }

            wrong.AddRange(ReferencesOf(project).Except(allowed).Select(used => $"{room} uses {used}."));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Contains(Repository.Projects, project => RoomOf(project) == "Server");
    }

    [Fact]
    public void References_Benchmarks_GoThroughTheFrontDoorOrMeasureAFoundation() => Assert.DoesNotContain(
        Repository.Projects.Where(project => Repository.Relative(project).StartsWith("benchmarks/", StringComparison.Ordinal)).SelectMany(ReferencesOf),
        used => used is not ("Model" or "Wire" or "Security" or "Client" or "Installation" or "Persistence" or "Tasks"));

    [Fact]
    public void References_NoRoom_UsesTheServerOrTests() => Assert.DoesNotContain(
        Repository.Projects.Where(IsRoom).SelectMany(ReferencesOf), room => room is "Server" or "Testing" or "Installation" || room.EndsWith("Tests", StringComparison.Ordinal));

    private static bool IsRoom(string project) => Repository.Relative(project).StartsWith("src/", StringComparison.Ordinal);

    private static string RoomOf(string project) =>
        Path.GetFileNameWithoutExtension(project.Replace('\\', '/')).Replace("Dirac.", "", StringComparison.Ordinal);

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Load(project).Descendants("ProjectReference").Select(reference => RoomOf(reference.Attribute("Include")!.Value));
}
