using Dirac.Model.Errors;

namespace Dirac.Hosting.Serving;

/// <summary>What a server process does; roles combine.</summary>
[Flags]
public enum ServerRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Serves the REST surface.</summary>
    Api = 1,

    /// <summary>Serves the RPC methods of DIRAC's clients.</summary>
    Rpc = 2,

    /// <summary>Carries out tasks.</summary>
    Tasks = 4,

    /// <summary>Creates the tasks that are due by the clock.</summary>
    Triggers = 8,

    /// <summary>Serves the web pages.</summary>
    Portal = 16,

    /// <summary>Everything.</summary>
    All = Api | Rpc | Tasks | Triggers | Portal,
}

/// <summary>Roles as text.</summary>
public static class ServerRolesText
{
    private static readonly ServerRoles[] Known = [ServerRoles.Api, ServerRoles.Rpc, ServerRoles.Tasks, ServerRoles.Triggers, ServerRoles.Portal];

    /// <summary>Reads a list such as <c>api,tasks</c>.</summary>
    /// <exception cref="DiracException">BadConfiguration when a name is unknown or none is given.</exception>
    public static ServerRoles Parse(string text)
    {
        var roles = ServerRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var role = Array.Find(Known, known => string.Equals(Name(known), name, StringComparison.OrdinalIgnoreCase));
            roles |= role != ServerRoles.None ? role : throw Refuse($"There is no role {name}.");
        }

        return roles != ServerRoles.None ? roles : throw Refuse("No role is given.");
    }

    /// <summary>The list that <see cref="Parse"/> reads back.</summary>
    public static string Format(ServerRoles roles) => string.Join(',', Known.Where(role => roles.HasFlag(role)).Select(Name));

    private static string Name(ServerRoles role) => role.ToString().ToLowerInvariant();

    private static DiracException Refuse(string problem) =>
        new(ErrorCode.BadConfiguration, problem, $"Give --roles some of {Format(ServerRoles.All)}, separated by commas.");
}
