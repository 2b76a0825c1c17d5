"""Why an upload is not kept: each fault with its sentence."""

from workflows.messages import Message, Reason

MAX_PAGES = 1000
FAULTS = (
    Message("empty_file", "文件是空的（0 字节），请确认文件能打开后重新选择"),
    Message("too_large", "文件超过 20 MB，请降低扫描分辨率或拆成几份后上传"),
    Message("name_control_character", "文件名含有控制字符或改变文字方向的字符，请重新命名后上传"),
    Message("name_too_long", "文件名太长，请缩短到 80 个汉字以内后上传"),
    Message("encrypted", "PDF 设有密码或权限限制，请在阅读器中取消加密，或“打印为 PDF”另存一份后上传"),
    Message("active_content", "PDF 中含有脚本、表单提交或启动程序等动作，请用“打印为 PDF”另存一份后上传"),
    Message("embedded_file", "PDF 中夹带了附件，请去掉附件，或用“打印为 PDF”另存一份，附件单独上传"),
    Message("no_pages", "PDF 中没有页面，请检查扫描或导出是否成功，重新生成后上传"),
    Message("too_many_pages", f"PDF 超过 {MAX_PAGES} 页，请拆成几份后上传"),
    Message("too_complex", "PDF 的内部结构过于复杂，请用“打印为 PDF”另存一份后上传"),
    Message("too_large_unpacked", "PDF 解压后的内容过大，请用“打印为 PDF”另存一份后上传"),
    Message("broken", "文件不完整或已损坏（可能上传中断），请确认文件能正常打开后重新上传"),
    Message("too_many_pixels", "图片像素过多（最多 8000 万像素），请按 300 dpi 重新扫描或缩小图片后上传"),
    Message("animated", "不支持动态图片，请另存为静态的 JPEG 或 PNG 图片后上传"),
)
BY_CODE = {fault.code: fault for fault in FAULTS}
TOO_LARGE, UNPROCESSABLE = 413, 422


class UploadRefused(Exception):
    """An upload that is not kept: `reason` for people, its `code` for programs, the HTTP `status` to answer with."""

    def __init__(self, reason: Reason, status: int) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.code = reason.code
        self.status = status


def refusal(code: str) -> UploadRefused:
    """The fault of this code with its sentence."""
    return UploadRefused(BY_CODE[code](), TOO_LARGE if code == "too_large" else UNPROCESSABLE)
