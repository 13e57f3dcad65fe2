using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames;

/// <summary>A command of DIRAC's.</summary>
internal interface ILegacyCommand
{
    /// <summary>Its name and what it understands.</summary>
    LegacySyntax Syntax { get; }

    /// <summary>Does what DIRAC's does, and prints what DIRAC's prints.</summary>
    /// <param name="call">The command line, and where to print.</param>
    /// <param name="cancellationToken">Ends the work as Ctrl-C does.</param>
    /// <returns>The exit code of DIRAC's.</returns>
    /// <exception cref="LegacyCrashException">DIRAC's would end with a traceback.</exception>
    Task<int> RunAsync(LegacyCall call, CancellationToken cancellationToken);
}
