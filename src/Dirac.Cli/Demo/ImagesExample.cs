using System.Security.Cryptography;

namespace Dirac.Cli.Demo;

/// <summary>Three filters of one image; each result must be an image with the checksum it has everywhere.</summary>
internal sealed class ImagesExample : IExample
{
    /// <inheritdoc/>
    public string Title => "An image through three filters";

    /// <inheritdoc/>
    public string File => "images/filters.jdl";

    /// <inheritdoc/>
    public async Task<Finding> CheckAsync(IReadOnlyList<DemoJob> jobs, string examples, CancellationToken cancellationToken)
    {
        var expected = await System.IO.File.ReadAllLinesAsync(Path.Combine(examples, "images", "expected.sha256"), cancellationToken);
        var problems = new List<string>();
        foreach (var line in expected)
        {
            var (checksum, name) = (line[..64], line[64..].Trim());
            var path = jobs.Select(job => Path.Combine(job.Folder, name)).FirstOrDefault(System.IO.File.Exists);
            if (path is null) problems.Add($"{name} did not come back");
            else if (!await IsAsync(path, checksum, cancellationToken)) problems.Add($"{name} is not the image it should be");
        }

        return problems.Count == 0
            ? new Finding(true, $"{expected.Length} images came back, with the right checksums.")
            : new Finding(false, string.Join("; ", problems) + ".");
    }

    private static async Task<bool> IsAsync(string path, string checksum, CancellationToken cancellationToken)
    {
        var content = await System.IO.File.ReadAllBytesAsync(path, cancellationToken);
        return content.AsSpan().StartsWith("P2\n"u8) && Convert.ToHexStringLower(SHA256.HashData(content)) == checksum;
    }
}
