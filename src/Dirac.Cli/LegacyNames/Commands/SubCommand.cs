using Dirac.Cli.LegacyNames.Jdl;
using Dirac.Cli.LegacyNames.Options;
using Dirac.Cli.LegacyNames.Python;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dsub</c>.</summary>
internal sealed class SubCommand : ILegacyCommand
{
    private const string InputSandbox = "InputSandbox";
    private const string DefaultJdl = "[OutputSandbox = {\"std.out\",\"std.err\"};]";

    /// <inheritdoc/>
    public LegacySyntax Syntax { get; } = new("dsub", "Submit a job that runs a program; the option jdl of dcommands.conf is what its description starts from")
    {
        Switches =
        [
            new("J", "JDL", "A file with a description, or a description, to start from"),
            .. SubOptions.All,
            new("", "Parametric", "Many jobs: values, or loops start:stop[:step[:factor]], separated by commas"),
            new("", "ForceExecUpload", "Send the program along even when it has a full path", TakesValue: false),
            new("v", "verbose", "Show the description", TakesValue: false),
        ],
        Arguments =
        [
            new("executable", "The program; a relative name is a local file that is sent along. Without one standard input is the script", Required: false, Many: false),
            new("arguments", "Its arguments, after -- when one begins with -", Required: false),
        ],
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken)
    {
        var profile = await LegacyProfile.ReadAsync(call, cancellationToken);
        var ad = LightAd.Parse(await StartAsync(call, profile, cancellationToken));
        SubOptions.Apply(ad, call.Line, profile.Home);
        using var script = new TemporaryScript();
        var program = call.Line.Arguments is [var first, ..] ? first : ad.GetText("Executable");
        if (string.IsNullOrEmpty(program)) await TakeInputAsync(call, ad, profile, script, cancellationToken);
        else if (!await TakeProgramAsync(call, ad, profile, program, cancellationToken)) return 2;

        var ads = ParametricOption.Apply(ad, call.Line.Value("Parametric"));
        if (call.Line.Has("verbose")) call.Print(string.Join('\n', ads.Select(one => one.ToString()).Prepend("JDL:")));
        return await SubmitAsync(call, ads, cancellationToken);
    }

    private static async Task<string> StartAsync(LegacyCall call, LegacyProfile profile, CancellationToken cancellationToken)
    {
        if (call.Line.Value("JDL") is not { Length: > 0 } given) return profile.Values.GetValueOrDefault("jdl") is { Length: > 0 } own ? own : DefaultJdl;
        return File.Exists(call.PathOf(given)) ? await File.ReadAllTextAsync(call.PathOf(given), cancellationToken) : given;
    }

    private static async Task TakeInputAsync(LegacyCall call, LightAd ad, LegacyProfile profile, TemporaryScript script, CancellationToken cancellationToken)
    {
        if (call.Host.InputIsTerminal) call.Print("\nThe executable is not given\nType in the executable script lines, finish with ^D\nor exit job submission with ^C\n");
        var text = await call.Host.Input.ReadToEndAsync(cancellationToken);
        TakeDirectives(call, ad, profile, JdlDirectives.Of(text));
        await script.WriteAsync(text, cancellationToken);
        ad.SetText("Executable", Path.GetFileName(script.Path));
        ad.SetTexts(InputSandbox, [.. ad.GetTexts(InputSandbox), script.Path]);
        if (ad.Get("JobName") is null) ad.SetText("JobName", "STDIN");
    }

    private static async Task<bool> TakeProgramAsync(LegacyCall call, LightAd ad, LegacyProfile profile, string program, CancellationToken cancellationToken)
    {
        var path = call.PathOf(program);
        // A full path may exist where the job runs only; DIRAC's ends with a traceback then.
        if (!Path.Exists(path) && !program.StartsWith('/')) throw new LegacyCrashException($"There is no file {program}.");
        if (File.Exists(path)) TakeDirectives(call, ad, profile, await JdlDirectives.ReadAsync(path, cancellationToken));
        var (isFull, force) = (program.StartsWith('/'), call.Line.Has("ForceExecUpload"));
        ad.SetText("Executable", isFull && force ? Path.GetFileName(program) : program);
        if (call.Line.Arguments.Count > 1) ad.SetText("Arguments", string.Join(' ', call.Line.Arguments.Skip(1)));
        if (isFull && !force) return true;

        if (!File.Exists(path))
        {
            call.Print($"Executable file \"{program}\" not found");
            return false;
        }

        ad.SetTexts(InputSandbox, [.. ad.GetTexts(InputSandbox), program]);
        if (ad.Get("JobName") is null) ad.SetText("JobName", program);
        return true;
    }

    // Options of the command line win over what a script says.
    private static void TakeDirectives(LegacyCall call, LightAd ad, LegacyProfile profile, IReadOnlyList<(string Name, string Value)> directives)
    {
        foreach (var (name, value) in directives) ad.Set(name, value);
        SubOptions.Apply(ad, call.Line, profile.Home);
    }

    private static async Task<int> SubmitAsync(LegacyCall call, IReadOnlyList<LightAd> ads, CancellationToken cancellationToken)
    {
        var (jobs, errors) = (new List<long>(), new List<PythonValue>());
        foreach (var text in ads.Select(ad => ad.ToString()))
        {
            try
            {
                jobs.AddRange((await LegacySubmission.SubmitAsync(call, text, cancellationToken)).Ids);
            }
            catch (LegacyException error)
            {
                errors.Add(new PythonTuple([text, error.Message]));
            }
        }

        if (jobs.Count > 0) call.Print($"{(call.Line.Has("verbose") ? "JobID:\n" : "")}{string.Join(',', jobs)}");
        foreach (var error in errors) call.Print(PythonText.Repr(error));
        return errors.Count == 0 ? 0 : 2;
    }
}
