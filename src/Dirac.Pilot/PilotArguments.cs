using System.Globalization;
using Dirac.Client.Http;
using Dirac.Model.Errors;

namespace Dirac.Pilot;

/// <summary>Reads the command line of <c>dirac-pilot run</c>.</summary>
internal static class PilotArguments
{
    /// <summary>What the program says about itself.</summary>
    internal const string Usage = """
        Usage: dirac-pilot run --url URL --stamp STAMP --site SITE --ce CE --work-dir DIR [options]   < secret
        The first line of standard input is the pilot's secret.
          --ca FILE              PEM file with the authority of the server's certificate
          --through WAY          call the server through unix:SOCKET, relay:FILE or files:DIR instead of its address
          --queue Q              queue of the computing element
          --processors N         processors to fill (default: the batch system's slot, or the machine)
          --ram MB               memory to share out (default: the limit of the slot, if there is one)
          --gpus N               GPUs to share out (default: those of the slot, or of the machine)
          --container E          auto, apptainer, podman or none: what may run payloads in containers (default auto)
          --container-option O   further option for apptainer exec or podman run; may be repeated
          --min-time-left S      least normalised CPU seconds of the slot left for another job (default 5000)
          --end-margin S         how long before the slot's end payloads are ended (default 300)
          --cpu-time S           normalised CPU seconds a job may ask for
          --tag T                tag offered; may be repeated
          --required-tag T       tag a job must have; may be repeated
          --dirac DIR            a Python DIRAC on this node, for jobs with Python modules; may be repeated
          --idle-timeout S       end after so long without a job (default: never)
          --answer-timeout S     how long a server that is away is waited for when it is time to end (default 300)
          --max-jobs N           end after so many jobs (default: no limit)
          --heartbeat S          time between heartbeats of a job (default 60)
          --match-wait S         how long the server may hold a request (default 20)
          --drain-grace S        how long jobs may go on after SIGTERM (default 30)
          --kill-grace S         time between SIGTERM and SIGKILL for a payload (default 5)
          --max-output BYTES     largest output sandbox (default 10 MiB)
          --watch-interval S     time between two looks at a payload (default 10)
          --max-wall-clock S     longest run of a payload (default 3 days)
          --min-disk BYTES       least free disk (default 10 MB)
          --cpu-factor F         CPU let pass beyond what a job asks for (default 1.5; 0: no check)
          --stall-window S       over how long CPU use is judged (default 1800)
          --stall-ratio R        least CPU per wall clock time (default 0.05; 0: no check)
        'dirac-pilot relay --help' tells of the relay for nodes that see only a gate, or only its files.
        """;

    private static readonly Uri NoAddress = new("about:blank");

    /// <summary>Reads the arguments after <c>run</c>.</summary>
    /// <exception cref="DiracException">An argument is unknown, lacks its value or is missing (BadRequest).</exception>
    internal static PilotOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new PilotOptions { Url = NoAddress, Stamp = "", Site = "", ComputingElement = "", WorkDirectory = "" };
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) throw Wrong($"{arguments[i]} needs a value.");
            options = ApplyText(options, arguments[i], arguments[i + 1])
                ?? ApplyNumber(options, arguments[i], arguments[i + 1])
                ?? ApplyLimit(options, arguments[i], arguments[i + 1])
                ?? NodeArguments.Apply(options, arguments[i], arguments[i + 1])
                ?? throw Wrong($"'{arguments[i]}' is not an option.");
        }

        if (options.Url == NoAddress) throw Wrong("--url is missing.");
        if (options.Stamp.Length is 0 or > 32) throw Wrong("--stamp is missing or longer than 32 characters.");
        if (options.Site.Length == 0) throw Wrong("--site is missing.");
        if (options.ComputingElement.Length == 0) throw Wrong("--ce is missing.");
        return options.WorkDirectory.Length > 0 ? options : throw Wrong("--work-dir is missing.");
    }

    private static PilotOptions? ApplyText(PilotOptions options, string name, string value) => name switch
    {
        "--url" => options with { Url = Uri.TryCreate(value, UriKind.Absolute, out var url) ? url : throw Wrong($"'{value}' is not an address such as https://host:8443.") },
        "--ca" => options with { CaFile = value },
        "--through" => options with { Through = ServerPassage.Parse(value, TimeProvider.System) },
        "--stamp" => options with { Stamp = value },
        "--site" => options with { Site = value },
        "--ce" => options with { ComputingElement = value },
        "--queue" => options with { Queue = value },
        "--work-dir" => options with { WorkDirectory = Path.GetFullPath(value) },
        "--tag" => options with { Tags = [.. options.Tags, value] },
        "--dirac" => options with { DiracDirectories = [.. options.DiracDirectories, Path.GetFullPath(value)] },
        "--required-tag" => options with { RequiredTags = [.. options.RequiredTags, value] },
        _ => null,
    };

    private static PilotOptions? ApplyNumber(PilotOptions options, string name, string value) => name switch
    {
        "--cpu-time" => options with { CpuTime = (long)Number(name, value, 1, 1e9) },
        "--idle-timeout" => options with { IdleTimeout = Seconds(name, value) },
        "--answer-timeout" => options with { AnswerTimeout = Seconds(name, value) },
        "--max-jobs" => options with { MaxJobs = (int)Number(name, value, 0, int.MaxValue) },
        "--heartbeat" => options with { Heartbeat = Seconds(name, value) },
        "--match-wait" => options with { MatchWait = TimeSpan.FromSeconds(Number(name, value, 0, 60)) },
        "--drain-grace" => options with { DrainGrace = Seconds(name, value) },
        "--kill-grace" => options with { KillGrace = Seconds(name, value) },
        "--max-output" => options with { MaxOutputSandboxBytes = (long)Number(name, value, 0, 1e12) },
        _ => null,
    };

    private static PilotOptions? ApplyLimit(PilotOptions options, string name, string value)
    {
        var limits = options.Limits;
        var changed = name switch
        {
            "--watch-interval" => limits with { Interval = TimeSpan.FromSeconds(Number(name, value, 0.01, 3600)) },
            "--max-wall-clock" => limits with { WallClock = Seconds(name, value) },
            "--min-disk" => limits with { FreeDiskBytes = (long)Number(name, value, 0, 1e15) },
            "--cpu-factor" => limits with { CpuFactor = Number(name, value, 0, 1000) },
            "--stall-window" => limits with { StallWindow = Seconds(name, value) },
            "--stall-ratio" => limits with { StallRatio = Number(name, value, 0, 1) },
            _ => null,
        };
        return changed is null ? null : options with { Limits = changed };
    }

    internal static TimeSpan Seconds(string name, string value) => TimeSpan.FromSeconds(Number(name, value, 0, 1e8));

    internal static double Number(string name, string value, double least, double most) =>
        double.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Wrong($"{name} needs a number from {least} to {most}, not '{value}'.");

    internal static DiracException Wrong(string what) => new(ErrorCode.BadRequest, what, "'dirac-pilot --help' lists the options.");
}
