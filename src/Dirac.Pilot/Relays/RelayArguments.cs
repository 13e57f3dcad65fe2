using System.Globalization;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Relays;

/// <summary>Reads the command line of <c>dirac-pilot relay</c>.</summary>
internal static class RelayArguments
{
    /// <summary>The verb.</summary>
    internal const string Verb = "relay";

    /// <summary>What the program says about it.</summary>
    internal const string Usage = """
        Usage: dirac-pilot relay --listen HOST[:PORT] --to unix:SOCKET --file FILE [--idle S]
        Runs on the gate of a site whose nodes see the gate but not the server: takes their connections and hands them to SOCKET.
        One relay at a time for each FILE and machine; a second one says so and ends with 0.
          --listen HOST[:PORT]   this machine's name or address as nodes know it (default port: a free one)
          --to unix:SOCKET       socket through which the server is reached; it may come and go
          --file FILE            tells pilots where the relay is, and its key: dirac-pilot run --through relay:FILE
          --idle S               end after so long without a connection (default 86400)
        """;

    /// <summary>Reads the arguments after the verb.</summary>
    /// <exception cref="DiracException">An argument is unknown, lacks its value or is missing (BadRequest).</exception>
    internal static RelayOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RelayOptions { Host = "", Target = "", File = "" };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) throw Wrong($"{arguments[i]} needs a value.");
            options = Apply(options, arguments[i], arguments[i + 1]);
        }

        if (options.Host.Length == 0) throw Wrong("--listen is missing.");
        if (options.Target.Length == 0) throw Wrong("--to is missing.");
        return options.File.Length > 0 ? options : throw Wrong("--file is missing.");
    }

    private static RelayOptions Apply(RelayOptions options, string name, string value) => name switch
    {
        "--listen" => Listen(options, value),
        "--to" when value.StartsWith("unix:/", StringComparison.Ordinal) => options with { Target = value["unix:".Length..] },
        "--to" => throw Wrong($"--to needs unix: and the path of a socket, not '{value}'."),
        "--file" => options with { File = Path.GetFullPath(value) },
        "--idle" => options with { Idle = TimeSpan.FromSeconds(Number(name, value, 1, 10_000_000)) },
        _ => throw Wrong($"'{name}' is not an option."),
    };

    // An address of IP version 6 has colons of its own; with a port it stands in brackets.
    private static RelayOptions Listen(RelayOptions options, string value)
    {
        var colon = value.LastIndexOf(':');
        var hasPort = colon >= 0 && (value.IndexOf(':') == colon || value[colon - 1] == ']');
        var host = (hasPort ? value[..colon] : value).Trim('[', ']');
        if (host.Length == 0) throw Wrong("--listen needs this machine's name or address.");
        return options with { Host = host, Port = hasPort ? Number("--listen", value[(colon + 1)..], 0, 65535) : 0 };
    }

    private static int Number(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{name} needs a number from {least} to {most}, not '{value}'.");

    private static DiracException Wrong(string what) => new(ErrorCode.BadRequest, what, "'dirac-pilot relay --help' lists the options.");
}
