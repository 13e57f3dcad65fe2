using Dirac.Cli.Jobs;

namespace Dirac.Cli.Demo;

/// <summary>A job of the demonstration that has ended.</summary>
/// <param name="Row">Its last row.</param>
/// <param name="Reason">Why it is in its state, in the server's words.</param>
/// <param name="Folder">Where its output is.</param>
internal sealed record DemoJob(JobRow Row, string Reason, string Folder)
{
    /// <summary>The text of an output file; empty when it is missing.</summary>
    /// <param name="name">Name of the file.</param>
    public string Read(string name)
    {
        var path = Path.Combine(Folder, name);
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }
}
