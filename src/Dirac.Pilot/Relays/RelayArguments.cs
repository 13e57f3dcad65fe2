using System.Globalization;
using System.Net;
using Dirac.Model.Errors;

namespace Dirac.Pilot.Relays;

/// <summary>Reads the command line of <c>dirac-pilot relay</c>.</summary>
internal static class RelayArguments
{
    /// <summary>The verb.</summary>
    internal const string Verb = "relay";

    /// <summary>What the program says about it.</summary>
    internal const string Usage = """
        Usage: dirac-pilot relay --to WAY [--listen HOST[:PORT] --file FILE] [--files DIR] [--idle S]
        Runs on the gate of a site whose nodes see the gate, or only its files, but not the server: takes their connections and hands them on.
        One relay at a time for each FILE or DIR and machine; a second one says so and ends with 0.
          --to WAY               unix:SOCKET or tcp:HOST:PORT: how the server is reached; it may come and go
          --listen HOST[:PORT]   this machine's name or address as nodes know it (default port: a free one)
          --file FILE            tells pilots where the relay listens, and its key: dirac-pilot run --through relay:FILE
          --files DIR            directory shared with nodes that have no network: dirac-pilot run --through files:DIR
          --idle S               end after so long without a connection (default 86400)
        """;

    private static readonly RelayTarget Nowhere = new(new IPEndPoint(IPAddress.None, 0));

    /// <summary>Reads the arguments after the verb.</summary>
    /// <exception cref="DiracException">An argument is unknown, lacks its value or is missing (BadRequest).</exception>
    internal static RelayOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new RelayOptions { Target = Nowhere };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) throw Wrong($"{arguments[i]} needs a value.");
            options = Apply(options, arguments[i], arguments[i + 1]);
        }

        if (options.Target == Nowhere) throw Wrong("--to is missing.");
        if (options.Host is null != options.File is null) throw Wrong(options.File is null ? "--file is missing." : "--listen is missing.");
        return options.Host is null && options.Files is null ? throw Wrong("--listen or --files is missing.") : options;
    }

    private static RelayOptions Apply(RelayOptions options, string name, string value) => name switch
    {
        "--listen" => Listen(options, value),
        "--to" => options with { Target = RelayTarget.TryParse(value) ?? throw Wrong($"--to needs unix: and the path of a socket, or tcp:HOST:PORT, not '{value}'.") },
        "--files" => options with { Files = Path.TrimEndingDirectorySeparator(Path.GetFullPath(value)) },
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
