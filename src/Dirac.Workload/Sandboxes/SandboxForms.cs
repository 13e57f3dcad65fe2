using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Model.Errors;

namespace Dirac.Workload.Sandboxes;

/// <summary>What the REST door takes in requests about sandboxes; the rest is refused with 422, as by DiracX. Pure.</summary>
internal static class SandboxForms
{
    private const string Algorithm = "sha256";
    private const string Input = "input";
    private const string Output = "output";

    /// <summary>What is wrong with a request for an upload.</summary>
    public static IEnumerable<ValidationProblem> Problems(SandboxUploadRequest request)
    {
        if (request.ChecksumAlgorithm != Algorithm)
            yield return Validation.Wrong($"checksum_algorithm is {Algorithm}.", request.ChecksumAlgorithm, "body", "checksum_algorithm");
        if (!SandboxContent.IsSha256(request.Checksum.ToLowerInvariant()))
            yield return Validation.Wrong("checksum has 64 hexadecimal digits.", request.Checksum, "body", "checksum");
        if (request.Size < 1)
            yield return Validation.Wrong("size is at least 1 byte.", $"{request.Size}", "body", "size");
        if (!SandboxContent.IsFormat(request.Format))
            yield return Validation.Wrong("format is tar.bz2 or tar.zst.", request.Format, "body", "format");
    }

    /// <summary>Refuses what is not the name of a sandbox.</summary>
    /// <param name="pfn">With or without the storage element.</param>
    /// <param name="place">Where it was given.</param>
    /// <exception cref="InvalidRequestException">It is none: 422.</exception>
    public static void DemandName(string pfn, params IReadOnlyList<PlacePart> place)
    {
        try
        {
            SandboxName.Parse(pfn);
        }
        catch (DiracException problem) when (problem.Code == ErrorCode.BadRequest)
        {
            throw new InvalidRequestException(Validation.Wrong(problem.Message, pfn, place));
        }
    }

    /// <summary>The type that a word of the path means.</summary>
    /// <param name="word">input or output.</param>
    /// <param name="name">The name of the word in the path.</param>
    /// <exception cref="InvalidRequestException">It is another word: 422.</exception>
    public static string Type(string word, string name) => word switch
    {
        Input => SandboxStore.Input,
        Output => SandboxStore.Output,
        _ => throw new InvalidRequestException(Validation.Wrong($"{name} is {Input} or {Output}.", word, "path", name)),
    };
}
