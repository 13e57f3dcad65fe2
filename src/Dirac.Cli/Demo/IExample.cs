namespace Dirac.Cli.Demo;

/// <summary>One example job description, and what must come back from it.</summary>
internal interface IExample
{
    /// <summary>What it is, in a few words.</summary>
    string Title { get; }

    /// <summary>Its description, below the folder of the examples.</summary>
    string File { get; }

    /// <summary>Judges what came back.</summary>
    /// <param name="jobs">Its jobs, all ended, in the order of their numbers.</param>
    /// <param name="examples">Folder of the examples.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    Task<Finding> CheckAsync(IReadOnlyList<DemoJob> jobs, string examples, CancellationToken cancellationToken);
}
